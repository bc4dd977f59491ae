/** Files not yet received by the server: kept in the browser's database, so that a reload or a dead line loses none. */

export interface PendingUpload {
  /** The idempotency key, which makes sending it again harmless. */
  key: string;
  subjectType: string;
  subjectId: string;
  purpose: string;
  username: string;
  /** For which organisation it was given, where its sender acts for several. */
  actingFor: string | null;
  name: string;
  /** When the picture was taken, as far as the file says. */
  happenedAt: string | null;
  file: Blob;
}

const NAME = "duban-uploads";
const STORE = "pending";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Null where there is no database: private windows may refuse one, and uploads then last as long as the page. */
async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<{ found: T } | null> {
  if (typeof indexedDB === "undefined") return null;
  try {
    const database = await open();
    const found = await new Promise<T>((resolve, reject) => {
      const request = work(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).finally(() => database.close());
    return { found };
  } catch {
    return null;
  }
}

/** Whether it is safe on this machine now. */
export const keepUpload = async (upload: PendingUpload): Promise<boolean> =>
  (await inStore("readwrite", (store) => store.put(upload))) !== null;

export async function dropUpload(key: string): Promise<void> {
  await inStore("readwrite", (store) => store.delete(key));
}

/** Whether another tab has sent or dropped it meanwhile. Never true where nothing can be kept. */
export async function goneUpload(key: string): Promise<boolean> {
  const told = await inStore("readonly", (store) => store.count(key));
  return told !== null && told.found === 0;
}

/** What that person has not yet sent from this machine, for whatever matter. */
export async function pendingUploads(username: string): Promise<PendingUpload[]> {
  const told = await inStore<PendingUpload[]>("readonly", (store) => store.getAll());
  return (told?.found ?? []).filter((upload) => upload.username === username);
}
