/** The registry entry as it stood on a day, with what is different now. */
import { Alert, DatePicker } from "antd";
import dayjs from "dayjs";
import { api, data } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { differences } from "@/shared/case/conflict";
import { one, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Facts } from "@/shared/ui/Page";
import type { Institution } from "./api";
import { registryLabels } from "./registry";
import { useWords } from "./words";

export function OnDay({ institution }: { institution: Institution }) {
  const t = useWords();
  const [address, change] = useAddress();
  const day = one(address.on);
  const version = useRead(
    ["institution", institution.id, "at", day],
    (signal) =>
      data(
        api.GET("/api/v1/institutions/{id}/at", {
          params: { path: { id: institution.id }, query: { on: day ?? "" } },
          signal,
        }),
      ),
    { enabled: Boolean(day) },
  );
  return (
    <>
      <div className="row" style={{ marginBottom: 12 }}>
        <DatePicker
          aria-label={t("pickDay")}
          placeholder={t("pickDay")}
          value={day ? dayjs(day) : null}
          maxDate={dayjs()}
          onChange={(picked) => change({ on: picked ? picked.format("YYYY-MM-DD") : undefined })}
        />
        <span className="quiet">{t("onDayHelp")}</span>
      </div>
      {day &&
        (version.error?.code === "not_registered_yet" ? (
          <Alert type="info" showIcon title={version.error.detail} />
        ) : (
          <Faces of={version} rows={6}>
            {(found) => <Version institution={institution} found={found} />}
          </Faces>
        ))}
    </>
  );
}

interface VersionProps {
  institution: Institution;
  found: { valid_from: string; valid_to: string | null; values: Record<string, unknown> };
}

function Version({ institution, found }: VersionProps) {
  const t = useWords();
  const labels = registryLabels();
  const kept = Object.fromEntries(Object.entries(labels).filter(([name]) => name in found.values));
  const different = differences(found.values, institution, kept);
  const now = new Map(different.map((difference) => [difference.label, difference.after]));
  const from = instant(found.valid_from);
  return (
    <>
      <p className="quiet">
        {found.valid_to ? t("validFrom", { from, to: instant(found.valid_to) }) : t("validFromStill", { from })}
        {different.length === 0 && ` · ${t("same")}`}
      </p>
      <Facts
        items={Object.entries(kept).map(([name, { label, say }]) => {
          const value = found.values[name];
          const said = say ? say(value) : String(value ?? "");
          return {
            label: now.has(label) ? t("differs", { label }) : label,
            value: now.has(label) ? (
              <>
                <strong>{said || "—"}</strong>{" "}
                <span className="quiet">{t("now", { value: String(now.get(label)) })}</span>
              </>
            ) : (
              said
            ),
          };
        })}
      />
    </>
  );
}
