/** One file to the server, with progress, checked there against the digest taken here. */
import type { Schemas } from "@/shared/api/client";
import { ApiProblem, asProblem } from "@/shared/api/problem";
import { authorisation, renewable, session, sessionEnded } from "@/shared/api/session";
import { digest } from "@/shared/lib/digest";
import type { PendingUpload } from "@/shared/lib/pending-uploads";

type Attachment = Schemas["AttachmentRead"];

/** One POST; `XMLHttpRequest`, because fetch cannot tell progress. Rejects with `ApiProblem`. */
function once(
  headers: Record<string, string>,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/attachments");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new ApiProblem({ status: 0, code: "offline" }));
    request.onload = () => {
      let body: unknown = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // A proxy's own page.
      }
      if (request.status < 300) resolve(body as Attachment);
      else reject(new ApiProblem({ ...(body as object), status: request.status }));
    };
    request.send(form);
  });
}

/**
 * Send the whole file under its key; sent again, it is taken once. Throws `ApiProblem`: a 401 has ended the session,
 * the others are the server's refusals or `offline`.
 */
export async function post(upload: PendingUpload, onProgress: (share: number) => void): Promise<Attachment> {
  const own = await digest(upload.file);
  const form = new FormData();
  form.set("subject_type", upload.subjectType);
  form.set("subject_id", upload.subjectId);
  form.set("purpose", upload.purpose);
  if (upload.happenedAt) form.set("happened_at", upload.happenedAt);
  // The server refuses bytes that differ from what this machine read.
  if (own) form.set("sha256", own);
  form.set("file", upload.file, upload.name);
  /** Meanwhile somebody else may have signed in here: nothing goes under his name, and his session is not ended. */
  const theirs = () => {
    const now = session();
    return now.kind !== "signed_out" && now.username === upload.username;
  };
  const send = async (fresh: boolean) => {
    if (!theirs()) throw new ApiProblem({ status: 401, code: "unauthenticated" });
    const { "Duban-Acting-For": _, ...headers } = await authorisation(fresh);
    // The organisation it was given for, whichever the sender acts for by now.
    const organisation: Record<string, string> = upload.actingFor ? { "Duban-Acting-For": upload.actingFor } : {};
    return once({ ...headers, ...organisation, "Idempotency-Key": upload.key }, form, onProgress);
  };
  try {
    return await send(false).catch((error) => {
      if (!renewable(asProblem(error))) throw error;
      return send(true);
    });
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401 && theirs()) sessionEnded(problem.detail);
    throw problem;
  }
}
