/** Complaints as the public sends and follows them. The receipt code travels in a header, never in an address. */
import { useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "@/shared/api/problem";
import { type OnProgress, withProgress } from "@/shared/api/progress";
import { useRead, useWrite } from "@/shared/api/queries";
import type { components } from "@/shared/api/schema.gen";
import { languageTag, useLanguage } from "@/shared/i18n";
import { fileOf, type Saved } from "@/shared/lib/download";
import { ask, posted, read } from "../ask";

type Schemas = components["schemas"];
export type Form = Schemas["ComplaintForm"];
export type Institution = Schemas["PublicInstitution"];
export type Window = Schemas["PublicWindow"];
export type Body = Schemas["PublicComplaintIn"];
export type Receipt = Schemas["PublicReceipt"];
export type Mine = Schemas["MyComplaint"];
export type PublicFile = Schemas["PublicFile"];
export type Satisfaction = Schemas["Satisfaction"];

const HOUR_MS = 3_600_000;
const FOUND = 20;

/** What the form asks, in the language of the page. */
export function useForm() {
  const language = useLanguage();
  return useRead(["public_form", language], readForm, { staleTime: HOUR_MS });
}

/** The words stand alone here, not in a sentence: they begin as a line does. */
async function readForm(signal: AbortSignal): Promise<Form> {
  const form = await read<Form>("/complaints/form", { signal });
  const begun = <T extends { label: string }>(words: T[]) => words.map((one) => ({ ...one, label: begins(one.label) }));
  return {
    ...form,
    matters: begun(form.matters),
    relations: begun(form.relations),
    satisfaction: begun(form.satisfaction),
    not_handled: begun(form.not_handled),
  };
}

export const begins = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function useInstitutions(words: string) {
  return useRead(
    ["public_institution", words],
    async (signal) => {
      const query = new URLSearchParams({ q: words, limit: String(FOUND) });
      return read<Schemas["InstitutionPage"]>(`/institutions?${query}`, { signal });
    },
    { enabled: words !== "", placeholderData: (before) => before },
  );
}

export const useInstitution = (id: string | null) =>
  useRead(["public_institution", id], (signal) => read<Institution>(`/institutions/${id}`, { signal }), {
    enabled: id !== null,
  });

export const send = (body: Body, key: string): Promise<Receipt> =>
  read<Receipt>("/complaints", posted(body, { "Idempotency-Key": key }));

/** The code is no part of the key: what is cached of it goes by `useForget`, and no tool shows it. */
const MINE = "public_complaint";

export function useMine(code: string) {
  const language = useLanguage();
  return useRead(
    [MINE, language],
    (signal) => read<Mine>("/complaints/mine", { signal, headers: { "Receipt-Code": code } }),
    { gcTime: 0, retry: false },
  );
}

export function useForget(): () => void {
  const client = useQueryClient();
  return () => client.removeQueries({ queryKey: [MINE] });
}

/** Read it anew. */
export function useAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: [MINE] });
}

/** An act on the complaint; what it answers is the complaint as it is now. */
export function useAct<Sent>(code: string, path: "messages" | "rating" | "withdraw", onDone?: () => void) {
  const client = useQueryClient();
  const language = useLanguage();
  return useWrite<Sent, Mine>(
    (body, key) =>
      read<Mine>(`/complaints/mine/${path}`, posted(body, { "Receipt-Code": code, "Idempotency-Key": key })),
    {
      onSuccess: (now) => {
        client.setQueryData([MINE, language], now);
        onDone?.();
      },
    },
  );
}

/** One picture. The same bytes again are taken once. Rejects with `ApiProblem`. */
export function sendPhoto(code: string, file: File, key: string, onProgress: OnProgress): Promise<PublicFile> {
  const form = new FormData();
  form.set("file", file, file.name || "photo.jpg");
  return withProgress<PublicFile>(
    {
      method: "POST",
      path: "/public/complaints/mine/photos",
      headers: { "Receipt-Code": code, "Idempotency-Key": key, "Accept-Language": languageTag() },
      body: form,
    },
    onProgress,
  );
}

export const tooLarge = (detail: string): ApiProblem => new ApiProblem({ status: 413, code: "too_large", detail });

export const signedReply = async (code: string): Promise<Saved> =>
  fileOf(await ask("/complaints/mine/reply", { headers: { "Receipt-Code": code } }));
