import { afterEach, expect, test, vi } from "vitest";
import { pictureAlone } from "./picture-alone";

/** A picture as a telephone writes it: with a place in it. */
const TAKEN = new File([new Uint8Array([0xff, 0xd8]), "Exif GPSLatitude 29.56"], "IMG_20261128.HEIC", {
  type: "image/heic",
  lastModified: 1,
});

function drawing(width: number, height: number) {
  const close = vi.fn();
  const drawImage = vi.fn();
  vi.stubGlobal("createImageBitmap", async () => ({ width, height, close }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({ fillRect: vi.fn(), drawImage } as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done, type) =>
    done(new Blob(["drawn"], { type })),
  );
  return { close, drawImage };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("what goes up is drawn anew and holds nothing of the telephone's", async () => {
  const { close, drawImage } = drawing(4000, 3000);
  const sent = await pictureAlone(TAKEN);
  expect(await sent.text()).toBe("drawn");
  expect([sent.name, sent.type, sent.lastModified]).toEqual(["IMG_20261128.jpg", "image/jpeg", 1]);
  expect(drawImage).toHaveBeenCalledWith(expect.anything(), 0, 0, 2560, 1920);
  expect(close).toHaveBeenCalled();
});

test("a small picture keeps its size", async () => {
  const { drawImage } = drawing(800, 600);
  await pictureAlone(TAKEN);
  expect(drawImage).toHaveBeenCalledWith(expect.anything(), 0, 0, 800, 600);
});

test("what the browser cannot read goes as it is, for the server to judge", async () => {
  vi.stubGlobal("createImageBitmap", async () => {
    throw new DOMException("no picture");
  });
  expect(await pictureAlone(TAKEN)).toBe(TAKEN);
});
