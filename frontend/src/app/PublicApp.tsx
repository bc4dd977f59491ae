/**
 * The pages for everybody: no account, no shell, no router. Each is a piece of its own, reached by an ordinary link, so
 * that a phone on a weak line loads the one it asked for and the browser's own "back" does what it always does.
 */
import { type ComponentType, lazy, Suspense } from "react";
import { PublicFrame } from "@/features/public/PublicFrame";
import { paths } from "@/shared/lib/paths";
import { Around } from "./Around";

const PAGES: Record<string, ComponentType> = {
  [paths.publicPromises]: lazy(async () => ({
    default: (await import("@/features/public/PromisesPage")).PromisesPage,
  })),
  [paths.publicComplaintNew]: lazy(async () => ({
    default: (await import("@/features/public/complaints/NewPage")).NewPage,
  })),
  [paths.publicComplaintFollow]: lazy(async () => ({
    default: (await import("@/features/public/complaints/FollowPage")).FollowPage,
  })),
};
/** Whatever else stands in the address: the two doors. */
const Start = lazy(async () => ({ default: (await import("@/features/public/complaints/StartPage")).StartPage }));

export function App() {
  const Page = PAGES[location.pathname.replace(/\/$/, "")] ?? Start;
  return (
    <Around>
      <PublicFrame>
        <Suspense fallback={<div aria-busy="true" style={{ minHeight: "60vh" }} />}>
          <Page />
        </Suspense>
      </PublicFrame>
    </Around>
  );
}
