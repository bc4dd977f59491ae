import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { signIn } from "@/shared/api/session";
import { Evidence } from "@/shared/case/Evidence";
import { useUploadQueue } from "@/shared/evidence/queue";
import type { PendingUpload } from "@/shared/lib/pending-uploads";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { UploadsLeft } from "./UploadsLeft";

/** The browser's database, which this runtime lacks; it outlives a page, as the real one does. */
const kept = vi.hoisted(() => new Map<string, { username: string }>());
vi.mock("@/shared/lib/pending-uploads", () => ({
  keepUpload: async (upload: PendingUpload) => Boolean(kept.set(upload.key, upload)),
  dropUpload: async (key: string) => void kept.delete(key),
  goneUpload: async (key: string) => !kept.has(key),
  pendingUploads: async (username: string) => [...kept.values()].filter((one) => one.username === username),
}));

/** What the page sends, in the test's hand: progress and answer come when it says so. */
class Request {
  static sent: Request[] = [];
  headers: Record<string, string> = {};
  upload: { onprogress?: (event: object) => void } = {};
  line = "";
  form = new FormData();
  body: unknown = null;
  status = 0;
  responseText = "";
  onload = () => {};
  onerror = () => {};
  open(method: string, path: string) {
    this.line = `${method} ${path.replace("/api/v1", "")}`;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  send(body: unknown) {
    this.body = body;
    if (body instanceof FormData) this.form = body;
    Request.sent.push(this);
  }
  answer(status: number, body: object = {}) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
  }
}
const sent = async (n: number): Promise<Request> => {
  await waitFor(() => expect(Request.sent).toHaveLength(n));
  return Request.sent[n - 1] as Request;
};

const SHA = "c".repeat(64);
const received = (over: Partial<Schemas["AttachmentRead"]> = {}): Partial<Schemas["AttachmentRead"]> => ({
  id: "a1",
  subject_type: "duty",
  subject_id: "d1",
  purpose: "after",
  file_name: "整改后.pdf",
  media_type: "application/pdf",
  size: 2048,
  sha256: SHA,
  uploaded_by_name: "周丽涵",
  received_at: "2026-11-24T02:00:00Z",
  version: 5,
  withdrawn_at: null,
  ...over,
});

let items: object[] = [];
beforeEach(() => {
  items = [];
  kept.clear();
  Request.sent = [];
  vi.stubGlobal("XMLHttpRequest", Request);
  server.use(http.get("*/api/v1/attachments", () => HttpResponse.json({ items, next_cursor: null })));
});

function Page() {
  useUploadQueue();
  return (
    <>
      <UploadsLeft wide />
      {["before", "after", "other"].map((purpose) => (
        <Evidence key={purpose} subjectType="duty" subjectId="d1" purpose={purpose} open title={purpose} />
      ))}
    </>
  );
}
const after = async () => within(await screen.findByRole("region", { name: "after" }));
const photo = (name = "photo.png") => new File([name], name, { type: "image/png" });
const choose = async (...files: File[]) =>
  userEvent.upload((await after()).getAllByLabelText("选择文件").at(-1) as HTMLElement, files);

test("a file goes with its fingerprint, purpose and own key; its progress is told, and then it is there", async () => {
  await render(<Page />);
  await choose(photo());
  const request = await sent(1);
  expect(request.form.get("purpose")).toBe("after");
  expect(request.form.get("sha256")).toMatch(/^[0-9a-f]{64}$/);
  expect(request.headers["Idempotency-Key"]).toMatch(/^[0-9a-f]{32}$/);
  request.upload.onprogress?.({ lengthComputable: true, loaded: 41, total: 100 });
  await seen(async () => (await after()).getByText("正在上传 41%"));
  expect(screen.getByRole("button", { name: "1 个文件待上传" })).toBeVisible();
  items = [received({ file_name: "photo.png" })];
  request.answer(201);
  await seen(async () => (await after()).getByText("photo.png"));
  expect(screen.queryByRole("button", { name: /待上传/ })).toBeNull();
  expect(kept.size).toBe(0);
});

test("files come in by drop and by paste; the same file may be chosen twice", async () => {
  await render(<Page />);
  const area = (await after()).getByRole("group");
  expect(area).toHaveAttribute("tabindex", "0");
  fireEvent.drop(area, { dataTransfer: { files: [photo("dropped.png")] } });
  (await sent(1)).answer(201);
  fireEvent.paste(area, { clipboardData: { files: [photo("pasted.png")] } });
  (await sent(2)).answer(201);
  await choose(photo());
  (await sent(3)).answer(201);
  await choose(photo());
  const fourth = await sent(4);
  expect(Request.sent.map((one) => (one.form.get("file") as File).name)).toEqual([
    "dropped.png",
    "pasted.png",
    "photo.png",
    "photo.png",
  ]);
  fourth.answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("after a reload each file left over is sent once, however many places show evidence, under its first key", async () => {
  const first = await render(<Page />);
  await choose(photo("one.png"), photo("two.png"));
  const before = await sent(1);
  before.onerror();
  expect(await screen.findAllByText("网络中断，已保存在本机，恢复后自动继续上传")).toHaveLength(2);
  first.unmount();

  await render(<Page />);
  const again = await sent(2);
  expect(again.headers["Idempotency-Key"]).toBe(before.headers["Idempotency-Key"]);
  again.answer(201);
  (await sent(3)).answer(201);
  await waitFor(() => expect(screen.queryByText("two.png")).toBeNull());
  expect(Request.sent).toHaveLength(3);
});

const MIB = 1024 * 1024;
/** Where the part begins, and its size. */
const partOf = ({ line, headers, body }: Request) => {
  expect([line, headers["Content-Type"]]).toEqual(["PATCH /uploads/u1", "application/offset+octet-stream"]);
  return [Number(headers["Upload-Offset"]), (body as Blob).size];
};

test("a large file goes in parts, on from where the line broke, and is attached once", async () => {
  const first = await render(<Page />);
  await choose(new File([new Uint8Array(1.25 * MIB)], "东门.jpg", { type: "image/jpeg" }));
  const begun = await sent(1);
  expect([begun.line, begun.headers["Upload-Length"]]).toEqual(["POST /uploads", String(1.25 * MIB)]);
  // base64 of the name in UTF-8
  expect(begun.headers["Upload-Metadata"]).toBe("filename 5Lic6ZeoLmpwZw==");
  begun.answer(201, { id: "u1", offset: 0 });
  (await sent(2)).answer(200, { id: "u1", offset: 0 });
  const part = await sent(3);
  expect(partOf(part)).toEqual([0, MIB / 2]);
  part.upload.onprogress?.({ lengthComputable: true, loaded: 50, total: 100 });
  await seen(async () => (await after()).getByText("正在上传 20%"));
  part.answer(204);
  const lost = await sent(4);
  expect(partOf(lost)).toEqual([MIB / 2, MIB / 2]);
  lost.onerror();
  await seen(() => screen.getByText(/网络中断/));
  first.unmount();

  // After a reload nothing is known but the key; the server knows the rest: the second part had arrived.
  await render(<Page />);
  const again = await sent(5);
  expect([again.line, again.headers["Idempotency-Key"]]).toEqual(["POST /uploads", begun.headers["Idempotency-Key"]]);
  again.answer(201, { id: "u1", offset: 0 });
  const asked = await sent(6);
  expect(asked.line).toBe("GET /uploads/u1");
  asked.answer(200, { id: "u1", offset: MIB });
  const last = await sent(7);
  expect(partOf(last)).toEqual([MIB, MIB / 4]);
  last.answer(204);
  const whole = await sent(8);
  expect(whole.line).toBe("POST /attachments");
  expect(whole.headers["Idempotency-Key"]).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.parse(whole.body as string)).toMatchObject({ upload_id: "u1", subject_id: "d1", purpose: "after" });
  whole.answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("a part that arrived although its answer was lost is not sent again", async () => {
  await render(<Page />);
  await choose(new File([new Uint8Array(MIB)], "two.jpg", { type: "image/jpeg" }));
  (await sent(1)).answer(201, { id: "u1", offset: 0 });
  (await sent(2)).answer(200, { id: "u1", offset: 0 });
  (await sent(3)).answer(409, { code: "wrong_offset" });
  (await sent(4)).answer(200, { id: "u1", offset: MIB / 2 });
  const second = await sent(5);
  expect(partOf(second)).toEqual([MIB / 2, MIB / 2]);
  second.answer(204);
  const whole = await sent(6);
  expect(whole.line).toBe("POST /attachments");
  whole.answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("an upload whose last answer was lost is known to the server by its key alone", async () => {
  await render(<Page />);
  await choose(new File([new Uint8Array(MIB)], "two.jpg", { type: "image/jpeg" }));
  (await sent(1)).answer(201, { id: "u1", offset: 0 });
  (await sent(2)).answer(404, { code: "not_found" });
  const whole = await sent(3);
  expect(whole.line).toBe("POST /attachments");
  whole.answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("when the line is back, what waits goes again at once", async () => {
  await render(<Page />);
  await choose(photo());
  (await sent(1)).onerror();
  await screen.findByText(/网络中断/);
  window.dispatchEvent(new Event("online"));
  (await sent(2)).answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("a session that ended meanwhile loses no photo: it waits for its sender, not for anybody else", async () => {
  await render(<Page />);
  await choose(photo());
  (await sent(1)).answer(401, { code: "session_ended", detail: "安全管理员结束了您的登录。" });
  await seen(() => screen.getByText(/登录已结束，已保存在本机/));
  await signIn({ username: "another", password: "any" });
  await waitFor(() => expect(screen.queryByText("photo.png")).toBeNull());
  expect(Request.sent).toHaveLength(1);
  await signIn({ username: "lead", password: "any" });
  (await sent(2)).answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("an access token that ran out on the way is renewed, and the file sent again without a word", async () => {
  await render(<Page />);
  await choose(photo());
  const first = await sent(1);
  first.answer(401, { code: "token_expired" });
  const second = await sent(2);
  expect(second.headers["Idempotency-Key"]).toBe(first.headers["Idempotency-Key"]);
  second.answer(201);
  await waitFor(() => expect(kept.size).toBe(0));
});

test("what the server refuses says why, and stays until it is sent again or given up", async () => {
  await render(<Page />);
  await choose(photo());
  (await sent(1)).answer(415, { code: "media_type", detail: "不接受这种文件" });
  await seen(() => screen.getByText("未被接收：不接受这种文件"));
  await userEvent.click(screen.getByRole("button", { name: "重新上传 photo.png" }));
  (await sent(2)).answer(413);
  // A proxy's refusal has no words: its code is said.
  await seen(() => screen.getByText("未被接收（错误代码 http_413）"));
  await userEvent.click(screen.getByRole("button", { name: "不再上传 photo.png" }));
  await waitFor(() => expect(screen.queryByText("photo.png")).toBeNull());
  expect(kept.size).toBe(0);
});

test("the whole fingerprint is opened by a press, which keyboards and phones have", async () => {
  items = [received()];
  await render(<Page />);
  await userEvent.click(await screen.findByRole("button", { name: "查看 整改后.pdf 的指纹" }));
  expect(await screen.findByText(SHA)).toBeInTheDocument();
});

test("withdrawing asks for a reason and goes by version; what is refused is said there", async () => {
  items = [received()];
  const versions: (string | null)[] = [];
  server.use(
    http.post("*/api/v1/attachments/a1/withdraw", async ({ request }) => {
      versions.push(request.headers.get("If-Match"));
      expect(await request.json()).toEqual({ reason: "拍错了" });
      if (versions.length === 1) return problem(409, "evidence_closed", "这一环节已不能撤回");
      items = [
        received({ withdrawn_at: "2026-11-24T03:00:00Z", withdrawn_by_name: "周丽涵", withdrawn_reason: "拍错了" }),
      ];
      return HttpResponse.json(items[0]);
    }),
  );
  await render(<Page />);
  await userEvent.click(await (await after()).findByRole("button", { name: "撤回" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.type(dialog.getByLabelText(/理由/), "拍错了");
  await userEvent.click(dialog.getByRole("button", { name: "撤回" }));
  expect(await dialog.findByText("这一环节已不能撤回")).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "撤回" }));
  expect(await screen.findByText("已由 周丽涵 撤回：拍错了")).toBeInTheDocument();
  expect(versions).toEqual(['"5"', '"5"']);
});
