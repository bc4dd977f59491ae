/** Requests that tell how far they are: what a file on a slow line needs. */
import { ApiProblem } from "./problem";

/** Told the share sent, 0 to 1. */
export type OnProgress = (share: number) => void;

export interface Call {
  method: "GET" | "POST" | "PATCH";
  path: string;
  headers?: Record<string, string>;
  body?: XMLHttpRequestBodyInit;
}

/** `XMLHttpRequest`, because fetch cannot tell progress. Rejects with `ApiProblem`. */
export function withProgress<T>(
  { method, path, headers = {}, body }: Call,
  onProgress: OnProgress = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, `/api/v1${path}`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new ApiProblem({ status: 0, code: "offline" }));
    request.onload = () => {
      let answer: unknown = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Nothing to say, or a proxy's own page.
      }
      if (request.status < 300) resolve(answer as T);
      else reject(new ApiProblem({ ...(answer as object), status: request.status }));
    };
    request.send(body);
  });
}
