import { Page } from "@/shared/ui/Page";

export const HelpPage = () => <Page title="…">{null}</Page>;
