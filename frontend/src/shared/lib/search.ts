/** The query of an address as plain strings and lists: `?fact=due&fact=late`, the way the API itself reads it. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string | string[]>;

export function parseSearch(text: string): Search {
  const found: Search = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const held = found[name];
    if (held === undefined) found[name] = value;
    else found[name] = [...(Array.isArray(held) ? held : [held]), value];
  }
  return found;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) written.append(name, String(one));
  }
  const text = written.toString();
  return text ? `?${text}` : "";
}

/** The address's query, and how to change it. A name set to undefined, "" or [] goes. */
export function useAddress(): [
  Search,
  (change: Record<string, string | string[] | undefined>, replace?: boolean) => void,
] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Record<string, string | string[] | undefined>, replace = false) => {
      void navigate({
        to: ".",
        replace,
        search: ((old: Search) =>
          Object.fromEntries(
            Object.entries({ ...old, ...next }).filter(
              ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
            ),
          )) as never,
      });
    },
    [navigate],
  );
  return [search, change];
}

export const many = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
