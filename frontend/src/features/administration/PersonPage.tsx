/** One person: account, roles and sessions; which buttons there are depends on which administrator looks. */
import { useParams } from "@tanstack/react-router";
import { useMay } from "@/shared/api/me";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Facts, Page, Panel } from "@/shared/ui/Page";
import { useUser } from "./api";
import { PersonActions } from "./PersonActions";
import { PersonRoles } from "./PersonRoles";
import { Separation } from "./Separation";
import { SessionTable } from "./SessionTable";
import { useWords } from "./words";

export function PersonPage() {
  const t = useWords();
  const may = useMay();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const user = useUser(id);
  return (
    <Faces of={user}>
      {(one) => (
        <Page
          title={one.display_name}
          marks={
            <>
              <Toned tone={one.active ? "on-time" : "not-due"}>{one.active ? t("active") : t("inactive")}</Toned>
              {one.locked_until && <Toned tone="missing">{`${t("lockedUntil")} ${instant(one.locked_until)}`}</Toned>}
            </>
          }
          actions={<PersonActions user={one} />}
        >
          <Separation />
          <Panel title={t("person")}>
            <Facts
              items={[
                { label: t("username"), value: one.username },
                { label: t("at"), value: one.organisation_name },
                { label: t("phone"), value: one.phone_masked },
                { label: t("secondFactor"), value: one.has_second_factor ? t("yes") : t("no") },
                { label: t("mustChange"), value: one.must_change_password ? t("yes") : t("no") },
              ]}
            />
          </Panel>
          <PersonRoles user={one} />
          {may("session.end") && (
            <Panel title={t("sessionsOf")}>
              <SessionTable fixed={{ user_id: one.id }} name={`session.${one.id}`} />
            </Panel>
          )}
        </Page>
      )}
    </Faces>
  );
}
