/**
 * Pictures on their way, one after the other: on a weak line six at once arrive not at all. What did not get through
 * waits, and goes again when the line is back or a thumb says so; the server takes the same picture once.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { newKey } from "@/shared/api/queries";
import { sendPhoto, tooLarge } from "./api";

export interface Sending {
  key: string;
  file: File;
  /** Share sent, 0 to 1. */
  progress: number;
  state: "queued" | "sending" | "waiting" | "refused" | "done";
  problem: ApiProblem | null;
}

interface Limits {
  max_bytes: number;
}

const queued = (file: File, { max_bytes }: Limits, detail: string): Sending => {
  const refused = file.size > max_bytes;
  return {
    key: newKey(),
    file,
    progress: 0,
    state: refused ? "refused" : "queued",
    problem: refused ? tooLarge(detail) : null,
  };
};

/** Worth sending again as it is. */
const passing = (problem: ApiProblem) => problem.offline || problem.status === 429 || problem.status >= 500;

export function usePhotoQueue(code: string, limits: Limits, tooLargeText: string, onSent?: () => void) {
  const [photos, setPhotos] = useState<Sending[]>([]);
  const busy = useRef(false);
  const sent = useRef(onSent);
  sent.current = onSent;

  const change = useCallback(
    (key: string, part: Partial<Sending>) =>
      setPhotos((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );
  const next = photos.find((one) => one.state === "queued");
  useEffect(() => {
    if (!next || busy.current) return;
    busy.current = true;
    change(next.key, { state: "sending", problem: null });
    void sendPhoto(code, next.file, next.key, (progress) => change(next.key, { progress }))
      .then(() => {
        change(next.key, { state: "done", progress: 1 });
        sent.current?.();
      })
      .catch((error) => {
        const problem = asProblem(error);
        change(next.key, { state: passing(problem) ? "waiting" : "refused", problem });
      })
      .finally(() => {
        busy.current = false;
        // Whoever waits behind it is looked at again.
        setPhotos((now) => [...now]);
      });
  }, [next, code, change]);

  const again = useCallback(
    () => setPhotos((now) => now.map((one) => (one.state === "waiting" ? { ...one, state: "queued" } : one))),
    [],
  );
  useEffect(() => {
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [again]);

  const unsent = photos.some(({ state }) => state === "queued" || state === "sending" || state === "waiting");
  useEffect(() => {
    if (!unsent) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsent]);

  const add = useCallback(
    (files: File[]) => setPhotos((now) => [...now, ...files.map((file) => queued(file, limits, tooLargeText))]),
    [limits, tooLargeText],
  );
  const drop = (key: string) => setPhotos((now) => now.filter((one) => one.key !== key));
  return { photos, add, again, drop };
}
