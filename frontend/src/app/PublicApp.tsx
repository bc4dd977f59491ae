/** The one page for everybody: no account, no shell, and nothing of the office is loaded for it. */
import { PromisesPage } from "@/features/public/PromisesPage";
import { Around } from "./Around";

export function App() {
  return (
    <Around>
      <PromisesPage />
    </Around>
  );
}
