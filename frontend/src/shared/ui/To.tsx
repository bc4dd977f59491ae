/** A link inside the product, to an address that may carry a query. */
import { Link, useNavigate } from "@tanstack/react-router";
import type { CSSProperties, ReactNode } from "react";
import { parseSearch } from "@/shared/lib/search";

interface ToProps {
  to: string;
  children: ReactNode;
  style?: CSSProperties;
  className?: string;
  "aria-label"?: string;
  title?: string;
}

export function To({ to, children, ...rest }: ToProps) {
  const [path = "/", query] = to.split("?");
  return (
    <Link to={path as "/"} search={(query ? parseSearch(query) : {}) as never} {...rest}>
      {children}
    </Link>
  );
}

/** Goes where `To` would lead, for what is no link: a bar of a picture. */
export function useGo() {
  const navigate = useNavigate();
  return (to: string) => {
    const [path = "/", query = ""] = to.split("?");
    void navigate({ to: path as "/", search: parseSearch(query) as never });
  };
}
