/** One organisation: what it is, where it stands in the tree, and what may be done with it. */
import { Button } from "antd";
import { useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { FormModal } from "@/shared/case/FormModal";
import type { Field } from "@/shared/case/fields";
import { list } from "@/shared/i18n";
import { named, ORGANISATION_KIND, options } from "@/shared/i18n/enums";
import { today } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { act, type Organisation, readOrganisation, refresh, useOrganisation } from "./api";
import { say, useWords } from "./words";

type Create = Schemas["OrganisationCreate"];
type Patch = Schemas["OrganisationPatch"];
type Doing = "add" | "edit" | "move" | "close" | "reopen" | null;

const patchFields = (): Field<Patch>[] => [
  { name: "name", label: say("name"), kind: "text", required: true, max: 120 },
  { name: "short_name", label: say("shortName"), kind: "text", max: 60 },
  { name: "region_code", label: say("regionCode"), kind: "text", max: 12 },
  { name: "code", label: say("code"), kind: "text", max: 18 },
  { name: "aliases", label: say("aliases"), kind: "tags" },
];

export function OrganisationPanel({ id }: { id: string }) {
  const t = useWords();
  const may = useMay();
  const found = useOrganisation(id);
  const [doing, setDoing] = useState<Doing>(null);
  return (
    <Faces of={found}>
      {(one) => (
        <Panel
          title={
            <>
              {one.name} {one.closed_on && <Toned tone="not-due">{`${t("closedOn")} ${one.closed_on}`}</Toned>}
            </>
          }
        >
          <Facts
            items={[
              { label: t("kind"), value: named(ORGANISATION_KIND, one.kind) },
              { label: t("shortName"), value: one.short_name },
              { label: t("code"), value: one.code },
              { label: t("regionCode"), value: one.region_code },
              { label: t("level"), value: String(one.level) },
              { label: t("aliases"), value: list(one.aliases) },
              { label: t("path"), value: one.path.map((step) => step.zh).join(" › "), wide: true },
            ]}
          />
          {may("organisation.write") && (
            <div className="row" style={{ marginTop: 16 }}>
              {!one.closed_on && <Button onClick={() => setDoing("add")}>{t("addChild")}</Button>}
              <Button onClick={() => setDoing("edit")}>{t("editOrganisation")}</Button>
              {one.parent_id && <Button onClick={() => setDoing("move")}>{t("moveOrganisation")}</Button>}
              {one.closed_on ? (
                <Button onClick={() => setDoing("reopen")}>{t("reopenOrganisation")}</Button>
              ) : (
                <Button danger onClick={() => setDoing("close")}>
                  {t("closeOrganisation")}
                </Button>
              )}
            </div>
          )}
          {doing && <Doing doing={doing} one={one} onClose={() => setDoing(null)} />}
        </Panel>
      )}
    </Faces>
  );
}

function Doing({ doing, one, onClose }: { doing: Exclude<Doing, null>; one: Organisation; onClose: () => void }) {
  const t = useWords();
  // Closed or moved meanwhile by somebody else: what is asked for is then held against what it has become.
  const told = {
    record: one,
    reread: () => readOrganisation(one.id),
    labels: {
      name: { label: t("name") },
      short_name: { label: t("shortName") },
      region_code: { label: t("regionCode") },
      code: { label: t("code") },
      aliases: { label: t("aliases"), say: (value: unknown) => list(value as string[]) || "—" },
      path: {
        label: t("path"),
        say: (value: unknown) => (value as { zh: string }[]).map((step) => step.zh).join(" › "),
      },
      closed_on: { label: t("closedOn") },
    },
    draft: `organisation.${one.id}.${doing}`,
  };
  const reason = { name: "reason" as const, label: t("reason"), kind: "long" as const, required: true };
  switch (doing) {
    case "add":
      return (
        <FormModal<Create>
          title={t("addChild")}
          fields={[
            { name: "kind", label: t("kind"), kind: "choice", required: true, options: options(ORGANISATION_KIND) },
            ...(patchFields() as unknown as Field<Create>[]),
          ]}
          draft={told.draft}
          onSubmit={async (body, { key }) => {
            await data(
              api.POST("/api/v1/organisations", {
                params: { header: { "Idempotency-Key": key } },
                body: { ...body, parent_id: one.id },
              }),
            );
            await refresh();
          }}
          onClose={onClose}
        />
      );
    case "edit":
      return (
        <FormModal<Patch, Organisation>
          {...told}
          title={t("editOrganisation")}
          fields={patchFields()}
          initial={one}
          onSubmit={async (body, { record }) => {
            await data(
              api.PATCH("/api/v1/organisations/{id}", {
                params: { path: { id: one.id }, header: match(record.version) },
                body,
              }),
            );
            await refresh();
          }}
          onClose={onClose}
        />
      );
    case "move":
      return (
        <FormModal<Schemas["MoveIn"], Organisation>
          {...told}
          title={t("moveOrganisation")}
          note={t("moveNote")}
          danger
          fields={[{ name: "parent_id", label: t("parent"), kind: "organisation", required: true }, reason]}
          onSubmit={(body, sent) => act("organisations", sent, "move", body)}
          onClose={onClose}
        />
      );
    case "close":
      return (
        <FormModal<Schemas["duban__orgs__schemas__CloseIn"], Organisation>
          {...told}
          title={t("closeOrganisation")}
          danger
          fields={[{ name: "closed_on", label: t("closedOn"), kind: "date", required: true, initial: today() }, reason]}
          onSubmit={(body, sent) => act("organisations", sent, "close", body)}
          onClose={onClose}
        />
      );
    case "reopen":
      return (
        <FormModal<Schemas["duban__orgs__schemas__ReasonIn"], Organisation>
          {...told}
          title={t("reopenOrganisation")}
          fields={[reason]}
          onSubmit={(body, sent) => act("organisations", sent, "reopen", body)}
          onClose={onClose}
        />
      );
  }
}
