/** What a signed reply says of itself. It is read here, not verified: who trusts this page needs no proof. */

export interface Seal {
  kid: string;
  issuer: string;
  issued_at: string;
}

const decoded = (part: string): Record<string, string> => {
  const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>;
};

/** Null for what is no compact JWS. */
export function sealOf(jws: string): Seal | null {
  const [header, payload] = jws.trim().split(".");
  if (!header || !payload) return null;
  try {
    const { issuer = "", issued_at = "" } = decoded(payload);
    return { kid: decoded(header).kid ?? "", issuer, issued_at };
  } catch {
    return null;
  }
}
