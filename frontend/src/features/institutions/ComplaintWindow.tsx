/** Where the institution listens: what hangs on its wall, and what the public page shows. */
import { Button, Drawer, Typography } from "antd";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { queryClient, useRead } from "@/shared/api/queries";
import { useConflict } from "@/shared/case/conflict";
import type { Field } from "@/shared/case/fields";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts, Panel } from "@/shared/ui/Page";
import { type Institution, publishWindow, readWindow, type Window } from "./api";
import { useWords } from "./words";

type Body = Schemas["WindowIn"];
type Words = ReturnType<typeof useWords>;

/** As RULES A-5 wants it on the wall; a hotline and mediation where there are any. */
const fieldsOf = (t: Words): (Field<Body> & { label: string })[] => [
  { name: "office", label: t("windowOffice"), kind: "text", required: true, max: 80 },
  { name: "place", label: t("windowPlace"), kind: "text", required: true, max: 120 },
  { name: "hours", label: t("windowHours"), kind: "text", required: true, max: 120 },
  { name: "telephone", label: t("windowTelephone"), kind: "text", required: true, max: 40 },
  { name: "hotline", label: t("windowHotline"), kind: "text", max: 40 },
  { name: "mediation", label: t("windowMediation"), kind: "long", rows: 2, max: 300 },
  { name: "other_ways", label: t("windowOther"), kind: "long", rows: 2, max: 4000 },
];

const keyOf = (id: string) => ["institution", id, "complaint-window"] as const;

export function ComplaintWindow({ institution: { id, organisation_id } }: { institution: Institution }) {
  const t = useWords();
  const may = useMay()("complaint.handle");
  const window = useRead(keyOf(id), (signal) => readWindow(id, signal));
  const [open, setOpen] = useState(false);
  const published = (window.data?.version ?? 0) > 0;
  return (
    <Panel
      title={t("window")}
      extra={
        may &&
        window.data && (
          <Button size="small" onClick={() => setOpen(true)} aria-haspopup="dialog">
            {t(published ? "windowChange" : "windowPublish")}
          </Button>
        )
      }
    >
      <Faces of={window} rows={3}>
        {(found) => (
          <>
            <p className="quiet" style={{ marginTop: 0 }}>
              {t(published ? "windowText" : "windowNone")}
              {found.updated_at && ` ${t("windowSince", { at: instant(found.updated_at) })}`}
            </p>
            <Facts
              items={[
                ...fieldsOf(t).map(({ name, label }) => ({ label, value: found[name] })),
                { label: t("windowLink"), value: <Link organisation={organisation_id} />, wide: true },
              ]}
            />
            {open && <Edit id={id} window={found} onClose={() => setOpen(false)} />}
          </>
        )}
      </Faces>
    </Panel>
  );
}

function Link({ organisation }: { organisation: string }) {
  const address = `${location.origin}${paths.publicComplaintNew}?institution=${organisation}`;
  return <Typography.Text copyable>{address}</Typography.Text>;
}

function Edit({ id, window, onClose }: { id: string; window: Window; onClose: () => void }) {
  const t = useWords();
  const fields = fieldsOf(t);
  const conflict = useConflict(window, {
    reread: () => readWindow(id),
    labels: Object.fromEntries(fields.map(({ name, label }) => [name, { label }])),
  });
  return (
    <Drawer open title={t("window")} onClose={onClose}>
      <p className="quiet">{t("windowText")}</p>
      <ResourceForm<Body>
        fields={fields}
        initial={window as Partial<Body>}
        draft={`${id}.window`}
        submit={t("windowPublish")}
        onCancel={onClose}
        onProblem={conflict.onProblem}
        onSubmit={async (body) => {
          queryClient.setQueryData(keyOf(id), await publishWindow(id, conflict.seen, body));
          onClose();
        }}
      >
        {conflict.shown}
      </ResourceForm>
    </Drawer>
  );
}
