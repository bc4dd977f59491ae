/** What two sides write to each other, oldest first: one's own to the right, and whether it was read. */
import { instant } from "@/shared/lib/time";
import "./chat.css";

export interface Said {
  id: string;
  own: boolean;
  who: string;
  at: string;
  text: string;
  /** A word behind the time: that it was read, or waits. */
  note?: string | false | undefined;
}

export function Chat({ label, said }: { label: string; said: Said[] }) {
  return (
    <ol className="chat" aria-label={label}>
      {said.map(({ id, own, who, at, text, note }) => (
        <li key={id} className={own ? "own" : undefined}>
          <div className="quiet">
            {who} · <time dateTime={at}>{instant(at)}</time>
            {note && ` · ${note}`}
          </div>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  );
}
