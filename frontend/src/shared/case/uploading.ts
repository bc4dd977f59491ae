/** Sending evidence: with progress, checked against its digest, and again by itself when the line comes back. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { actingFor } from "@/shared/api/acting";
import type { Schemas } from "@/shared/api/client";
import { ApiProblem, asProblem } from "@/shared/api/problem";
import { newKey } from "@/shared/api/queries";
import { authorisation, session } from "@/shared/api/session";
import { dropUpload, keepUpload, type PendingUpload, pendingUploads } from "@/shared/lib/pending-uploads";

export interface Upload extends PendingUpload {
  /** Share sent, 0 to 1. */
  progress: number;
  state: "sending" | "waiting" | "refused";
  problem: ApiProblem | null;
}

const AGAIN_MS = 5_000;

/** SHA-256 in hex; null where the origin is not secure and the browser has no digest. */
async function digest(file: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One POST with progress, which fetch cannot tell. */
async function post(upload: PendingUpload, onProgress: (share: number) => void): Promise<Schemas["AttachmentRead"]> {
  const headers: Record<string, string> = { ...(await authorisation()), "Idempotency-Key": upload.key };
  const organisation = actingFor();
  if (organisation) headers["Duban-Acting-For"] = organisation;
  const own = await digest(upload.file);
  const form = new FormData();
  form.set("subject_type", upload.subjectType);
  form.set("subject_id", upload.subjectId);
  form.set("purpose", upload.purpose);
  if (upload.happenedAt) form.set("happened_at", upload.happenedAt);
  // The server refuses bytes that differ from what this machine read.
  if (own) form.set("sha256", own);
  form.set("file", upload.file, upload.name);
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
      if (request.status < 300) resolve(body as Schemas["AttachmentRead"]);
      else reject(new ApiProblem({ ...(body as object), status: request.status }));
    };
    request.send(form);
  });
}

/** Worth sending again as it is: nobody answered, or the server is busy. */
const passing = (problem: ApiProblem): boolean => problem.offline || problem.status === 429 || problem.status >= 500;

export function useUploads(subjectType: string, subjectId: string) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const running = useRef(new Set<string>());
  const change = useCallback((key: string, next: Partial<Upload> | null) => {
    setUploads((all) =>
      next === null
        ? all.filter((one) => one.key !== key)
        : all.map((one) => (one.key === key ? { ...one, ...next } : one)),
    );
  }, []);

  const start = useCallback(
    async (upload: PendingUpload) => {
      if (running.current.has(upload.key)) return;
      running.current.add(upload.key);
      change(upload.key, { state: "sending", problem: null });
      try {
        await post(upload, (progress) => change(upload.key, { progress }));
        await dropUpload(upload.key);
        change(upload.key, null);
        await Promise.all(
          ["attachment", subjectType].map((resource) => client.invalidateQueries({ queryKey: [resource] })),
        );
      } catch (error) {
        const problem = asProblem(error);
        change(upload.key, { state: passing(problem) ? "waiting" : "refused", problem, progress: 0 });
      } finally {
        running.current.delete(upload.key);
      }
    },
    [change, client, subjectType],
  );

  const add = useCallback(
    async (files: File[], purpose: string) => {
      const now = session();
      const username = now.kind === "signed_out" ? "" : now.username;
      for (const file of files) {
        const upload: PendingUpload = {
          key: newKey(),
          subjectType,
          subjectId,
          purpose,
          username,
          name: file.name || "photo.jpg",
          happenedAt: file.lastModified ? new Date(file.lastModified).toISOString() : null,
          file,
        };
        setUploads((all) => [...all, { ...upload, progress: 0, state: "sending", problem: null }]);
        await keepUpload(upload);
        void start(upload);
      }
    },
    [start, subjectId, subjectType],
  );

  const drop = useCallback(
    async (key: string) => {
      await dropUpload(key);
      change(key, null);
    },
    [change],
  );

  // What an earlier visit could not send.
  useEffect(() => {
    const now = session();
    if (now.kind === "signed_out") return;
    void pendingUploads(subjectId, now.username).then((left) => {
      setUploads((all) => [
        ...all,
        ...left
          .filter((upload) => !all.some((one) => one.key === upload.key))
          .map((upload): Upload => ({ ...upload, progress: 0, state: "sending", problem: null })),
      ]);
      for (const upload of left) void start(upload);
    });
  }, [start, subjectId]);

  // What is waiting goes again when the line is back, and every few seconds.
  const waiting = uploads.filter((upload) => upload.state === "waiting");
  useEffect(() => {
    if (waiting.length === 0) return;
    const again = () => {
      for (const upload of waiting) void start(upload);
    };
    const timer = setTimeout(again, AGAIN_MS);
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [start, waiting]);

  return { uploads, add, drop, again: start };
}
