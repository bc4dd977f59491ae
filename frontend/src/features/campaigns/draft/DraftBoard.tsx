/** The board of a draft: what must be filled, what a launch would create, and the way to the wizard. */
import { useRef } from "react";
import { useMay } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { CampaignStateMark } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Campaign } from "../api";
import { BlanksForm } from "./BlanksForm";
import { PreviewPanel } from "./PreviewPanel";
import { ScopePanel } from "./ScopePanel";
import { useDraftWords } from "./words";

export function DraftBoard({ campaign }: { campaign: Campaign }) {
  const t = useDraftWords();
  const may = useMay();
  const preview = useRef<HTMLDivElement>(null);
  const blanks = useRef<HTMLDivElement>(null);
  if (campaign.state !== "draft") {
    return (
      <Panel>
        <CampaignStateMark state={campaign.state} /> {t("withdrawn")}
      </Panel>
    );
  }
  const open = campaign.open_places.filter((place) => place.required).length;
  const writes = may("campaign.write");
  return (
    <>
      {writes && (
        <div ref={blanks}>
          <Panel
            title={t("stepBlanks")}
            extra={
              <>
                <span style={{ color: open > 0 ? "var(--fact-late)" : "var(--fact-on-time)" }}>
                  {open > 0 ? t("openLeft", { count: open }) : t("ready")}
                </span>
                <To to={`${paths.launch}?id=${campaign.id}`}>{t("title")}</To>
              </>
            }
          >
            <BlanksForm
              key={campaign.id}
              campaign={campaign}
              submit={t("saveAndCheck")}
              onReady={() => preview.current?.scrollIntoView({ block: "start", behavior: "smooth" })}
            />
          </Panel>
        </div>
      )}
      <div ref={preview}>
        <Panel title={t("stepPreview")}>
          {open > 0 ? (
            <span className="quiet">{t("openLeft", { count: open })}</span>
          ) : (
            <PreviewPanel
              id={campaign.id}
              onBlanks={writes ? () => blanks.current?.scrollIntoView({ block: "start" }) : undefined}
            />
          )}
        </Panel>
      </div>
      {writes && (
        <Panel>
          <details>
            <summary>{t("scope")}</summary>
            <ScopePanel key={campaign.id} campaign={campaign} />
          </details>
        </Panel>
      )}
    </>
  );
}
