/** Sending what was filled in: refusals land on their fields, a conflict shows what changed, a retry is one act. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { type ApiProblem, asProblem, type FieldProblem } from "@/shared/api/problem";
import { Keys } from "@/shared/api/queries";
import { type Difference, differences } from "@/shared/case/conflict";
import { type Duty, dutyKey, lastEntryOf, readDuty, TOUCHED } from "../api";
import { dutyLabels } from "../labels";
import { sayReport } from "./words";

export interface Changed {
  found: Difference[];
  last: Schemas["HistoryEntry"] | null;
}

type Send = (duty: Duty, key: string) => Promise<Duty>;

/** `/problems/0/measure` by its place in the body becomes `/problems/<id>/measure`, which outlives a removed row. */
export function byName(pointer: string, ids: string[]): string {
  return pointer.replace(/^\/(problems|records)\/(\d+)(?=\/|$)/, (whole, list, index) => {
    const id = ids[Number(index)];
    return id === undefined ? whole : `/${list}/${id}`;
  });
}

/** "At least 1 character" is how a machine says that a field is empty. */
const inWords = ({ code, detail }: FieldProblem): string =>
  code === "string_too_short" || code === "missing" || code.endsWith("_type") ? sayReport("fillIn") : detail;

export function useSending(duty: Duty, onDone: (done: Duty) => void) {
  const client = useQueryClient();
  const keys = useRef(new Keys());
  /** The record as the person has it in front of him. */
  const [seen, setSeen] = useState(duty);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [conflict, setConflict] = useState<Changed | null>(null);
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());

  // One's own uploads make newer versions too: what shows no difference is taken as seen.
  useEffect(() => {
    setSeen((held) =>
      duty.version > held.version && differences(held, duty, dutyLabels()).length === 0 ? duty : held,
    );
  }, [duty]);

  /** On the newest record, if nothing that one sees has changed; else null, and the conflict is shown. */
  const afterConflict = async (): Promise<Duty | null> => {
    const [fresh, last] = await Promise.all([readDuty(seen.id), lastEntryOf(seen.id)]);
    const found = differences(seen, fresh, dutyLabels());
    setSeen(fresh);
    if (found.length === 0) return fresh;
    setConflict({ found, last });
    client.setQueryData(dutyKey(fresh.id), fresh);
    return null;
  };

  /** What became of it; null where somebody else was quicker, which is shown. Throws every other refusal. */
  const attempt = async (work: Send, body: unknown): Promise<Duty | null> => {
    const on = (record: Duty) => work(record, keys.current.for([record.version, body]));
    const done = await on(seen).catch(async (error) => {
      if (asProblem(error).status !== 412) throw error;
      const fresh = await afterConflict();
      return fresh && on(fresh);
    });
    if (!done) return null;
    keys.current.spend();
    setConflict(null);
    setSeen(done);
    // Before the page shows the new state: whoever drops a draft now drops it before it could be read again.
    onDone(done);
    client.setQueryData(dutyKey(done.id), done);
    void Promise.all(TOUCHED.map((queryKey) => client.invalidateQueries({ queryKey })));
    return done;
  };

  /** The same for a form that leaves it to this hook to show refusals. `ids`: the problems or records in the body's order. */
  const send = async (work: Send, body: unknown, ids: string[] = []): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    setRefusals(new Map());
    try {
      return (await attempt(work, body)) !== null;
    } catch (error) {
      const found = asProblem(error);
      setProblem(found);
      setRefusals(new Map(found.errors.map((error) => [byName(error.pointer, ids), inWords(error)])));
      return false;
    } finally {
      setBusy(false);
    }
  };

  /** Whoever mends a field need not look at its refusal any longer. */
  const mended = (pointer: string) =>
    setRefusals((held) => (held.has(pointer) ? new Map([...held].filter(([at]) => at !== pointer)) : held));

  return { busy, problem, conflict, refusals, attempt, send, mended };
}

export type Sending = ReturnType<typeof useSending>;
