/** The office: the way in, or the pages of whoever is signed in. */
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { SessionEnded } from "@/features/account/SessionEnded";
import { SignInPage } from "@/features/account/SignInPage";
import { queryClient } from "@/shared/api/queries";
import { useSession } from "@/shared/api/session";
import { Around } from "./Around";
import { router } from "./router";

export function App() {
  const session = useSession();
  useEffect(() => {
    if (session.kind === "signed_out") queryClient.clear();
  }, [session.kind]);
  return (
    <Around>
      {session.kind === "signed_out" ? <SignInPage /> : <RouterProvider router={router} />}
      {session.kind === "ended" && <SessionEnded session={session} />}
    </Around>
  );
}
