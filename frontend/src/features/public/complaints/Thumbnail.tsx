/** A picture that is still on the phone, small; its name where the browser cannot show its kind. */
import { useEffect, useState } from "react";

export function Thumbnail({ file, label }: { file: File; label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (!shown) return <span className="quiet name">{file.name}</span>;
  return url && <img src={url} alt={label} onError={() => setShown(false)} />;
}
