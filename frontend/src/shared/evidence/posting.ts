/** One file to the server, with progress, checked there against the digest taken here. */
import type { Schemas } from "@/shared/api/client";
import { ApiProblem, asProblem } from "@/shared/api/problem";
import { type Call, type OnProgress, withProgress } from "@/shared/api/progress";
import { authorisation, renewable, session, sessionEnded } from "@/shared/api/session";
import { digest } from "@/shared/lib/digest";
import type { PendingUpload } from "@/shared/lib/pending-uploads";

type Attachment = Schemas["AttachmentRead"];
type Begun = Schemas["UploadRead"];

/**
 * Larger files go in parts of this size (tus 1.0.0): a line that breaks costs the part on its way, and the server knows
 * how far the file got. At 200 kbit/s a part takes 20 seconds.
 */
export const PART_BYTES = 512 * 1024;

type Send = <T>(call: Call, onProgress?: OnProgress) => Promise<T>;

/** Sends as whoever gave the file, renewing what ran out on the way. A 401 that stays has ended the session. */
function asSender(upload: PendingUpload): Send {
  /** Meanwhile somebody else may have signed in here: nothing goes under his name, and his session is not ended. */
  const theirs = () => {
    const now = session();
    return now.kind !== "signed_out" && now.username === upload.username;
  };
  const send = async <T>(call: Call, onProgress: OnProgress | undefined, fresh: boolean): Promise<T> => {
    if (!theirs()) throw new ApiProblem({ status: 401, code: "unauthenticated" });
    const { "Duban-Acting-For": _, ...headers } = await authorisation(fresh);
    // The organisation it was given for, whichever the sender acts for by now.
    const organisation: Record<string, string> = upload.actingFor ? { "Duban-Acting-For": upload.actingFor } : {};
    return withProgress<T>({ ...call, headers: { ...headers, ...organisation, ...call.headers } }, onProgress);
  };
  return async <T>(call: Call, onProgress?: OnProgress) => {
    try {
      return await send<T>(call, onProgress, false).catch((error) => {
        if (!renewable(asProblem(error))) throw error;
        return send<T>(call, onProgress, true);
      });
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 401 && theirs()) sessionEnded(problem.detail);
      throw problem;
    }
  };
}

/** What the file is for. The server refuses bytes that differ from what this machine read. */
const fieldsOf = (upload: PendingUpload, sha256: string | null): Record<string, string> => ({
  subject_type: upload.subjectType,
  subject_id: upload.subjectId,
  purpose: upload.purpose,
  ...(upload.happenedAt && { happened_at: upload.happenedAt }),
  ...(sha256 && { sha256 }),
});

function atOnce(send: Send, upload: PendingUpload, fields: Record<string, string>, onProgress: OnProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", upload.file, upload.name);
  const headers = { "Idempotency-Key": upload.key };
  return send<Attachment>({ method: "POST", path: "/attachments", headers, body: form }, onProgress);
}

/** Base64 of UTF-8, as tus has names. */
const encoded = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function inParts(send: Send, upload: PendingUpload, fields: Record<string, string>, onProgress: OnProgress) {
  const { file, key } = upload;
  // Begun again under the same key it is the same upload, so that nothing but the key is to be kept.
  const begun = await send<Begun>({
    method: "POST",
    path: "/uploads",
    headers: {
      "Idempotency-Key": `${key}-parts`,
      "Upload-Length": String(file.size),
      "Upload-Metadata": `filename ${encoded(upload.name)}`,
    },
  });
  const path = `/uploads/${begun.id}`;
  const offset = async () => (await send<Begun>({ method: "GET", path })).offset;
  let at = await offset().catch((error) => {
    // Attached before, by a request whose answer was lost: the key of the last step knows.
    if (asProblem(error).status !== 404) throw error;
    return file.size;
  });
  while (at < file.size) {
    const part = file.slice(at, at + PART_BYTES);
    const from = at;
    onProgress(from / file.size);
    const headers = { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" };
    try {
      await send({ method: "PATCH", path, headers, body: part }, (share) =>
        onProgress((from + share * part.size) / file.size),
      );
      at = from + part.size;
    } catch (error) {
      // It has arrived although nobody said so.
      if (asProblem(error).code !== "wrong_offset") throw error;
      at = await offset();
    }
  }
  return send<Attachment>({
    method: "POST",
    path: "/attachments",
    headers: { "Idempotency-Key": key, "Content-Type": "application/json" },
    body: JSON.stringify({ ...fields, upload_id: begun.id }),
  });
}

/**
 * Send the whole file under its key; sent again, it goes on where it stopped and is taken once. Throws `ApiProblem`: a
 * 401 has ended the session, the others are the server's refusals or `offline`.
 */
export async function post(upload: PendingUpload, onProgress: OnProgress): Promise<Attachment> {
  const fields = fieldsOf(upload, await digest(upload.file));
  const way = upload.file.size > PART_BYTES ? inParts : atOnce;
  return way(asSender(upload), upload, fields, onProgress);
}
