/** A list as people write one down: an item a line. */
import { Input } from "antd";
import { useState } from "react";

interface ItemsProps {
  value?: string[];
  onChange?: (items: string[]) => void;
  id?: string;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export function Items({ value = [], onChange, id }: ItemsProps) {
  const [typed, setTyped] = useState(() => value.join("\n"));
  // Emptied or restored from outside, what was typed no longer says what is held.
  const text = linesOf(typed).join("\n") === value.join("\n") ? typed : value.join("\n");
  return (
    <Input.TextArea
      id={id}
      autoSize={{ minRows: 3, maxRows: 12 }}
      value={text}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange?.(linesOf(target.value));
      }}
    />
  );
}
