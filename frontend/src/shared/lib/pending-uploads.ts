/** Files not yet received by the server: kept in the browser's database, so that a reload or a dead line loses none. */

export interface PendingUpload {
  /** The idempotency key, which makes sending it again harmless. */
  key: string;
  subjectType: string;
  subjectId: string;
  purpose: string;
  username: string;
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

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  if (typeof indexedDB === "undefined") return null;
  try {
    const database = await open();
    return await new Promise<T>((resolve, reject) => {
      const request = work(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).finally(() => database.close());
  } catch {
    // Private windows may refuse: uploads then last as long as the page.
    return null;
  }
}

export const keepUpload = (upload: PendingUpload) => inStore("readwrite", (store) => store.put(upload));
export const dropUpload = (key: string) => inStore("readwrite", (store) => store.delete(key));

export async function pendingUploads(subjectId: string, username: string): Promise<PendingUpload[]> {
  const all = (await inStore<PendingUpload[]>("readonly", (store) => store.getAll())) ?? [];
  return all.filter((upload) => upload.subjectId === subjectId && upload.username === username);
}
