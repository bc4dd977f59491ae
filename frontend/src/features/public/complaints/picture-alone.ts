/**
 * A picture and nothing besides: telephones write into it where, when and with which device it was taken, and whoever
 * complains need not tell that to the hospital. It is drawn anew, smaller where it is huge.
 */
const LONGEST_PX = 2560;
const QUALITY = 0.88;

export async function pictureAlone(file: File): Promise<File> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // No picture that this browser knows: the server says what it takes.
  }
  const scale = Math.min(1, LONGEST_PX / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  if (context) {
    // What is transparent would turn black.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }
  image.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!context || !drawn) return file;
  const name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
  return new File([drawn], name, { type: "image/jpeg", lastModified: file.lastModified });
}
