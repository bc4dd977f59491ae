/** What a page remembers of its words has to be made anew when the language changes. */
import { act, render, screen } from "@testing-library/react";
import { useMemo } from "react";
import { expect, test } from "vitest";
import { setLanguage, words } from ".";

const { use: useWords } = words("words-test", { door: "门" }, { door: "door" });

let made = 0;

function Remembering({ colour }: { colour: string }) {
  const t = useWords();
  const remembered = useMemo(() => {
    made += 1;
    return t("door");
  }, [t]);
  return <p style={{ color: colour }}>{remembered}</p>;
}

test("words that were remembered follow the language, and nothing else", () => {
  const page = render(<Remembering colour="red" />);
  expect(screen.getByText("门")).toBeInTheDocument();
  page.rerender(<Remembering colour="blue" />);
  expect(made).toBe(1);
  act(() => setLanguage("en"));
  expect(screen.getByText("door")).toBeInTheDocument();
  expect(made).toBe(2);
});
