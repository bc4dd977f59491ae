/** Save what the API answers as a file, under the name the server gave it. */

import { signed } from "@/shared/api/session";

const nameOf = (header: string | null, fallback: string): string => {
  const encoded = header?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return header?.match(/filename="?([^";]+)"?/i)?.[1] ?? fallback;
};

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export interface Saved {
  blob: Blob;
  name: string;
}

/** What an answer brings as a file. */
export const fileOf = async (response: Response): Promise<Saved> => ({
  blob: await response.blob(),
  name: nameOf(response.headers.get("Content-Disposition"), "download"),
});

/** A signed-in GET whose answer is a file. Throws `ApiProblem`. */
export async function fetchFile(path: string, signal?: AbortSignal): Promise<Saved> {
  return fileOf(await signed((headers) => fetch(path, { headers, signal })));
}

export async function download(path: string): Promise<void> {
  const { blob, name } = await fetchFile(path);
  saveBlob(blob, name);
}
