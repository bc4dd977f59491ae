/** Terms that the law leaves open: the default with its basis, and what a region has set instead. */

import { Button, Tag } from "antd";
import { useState } from "react";
import { api, data, match, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { queryClient, useRead } from "@/shared/api/queries";
import { FormModal } from "@/shared/case/FormModal";
import { aside, basisOf, list, pair, useLanguage } from "@/shared/i18n";
import { MARK, named, options, UNIT } from "@/shared/i18n/enums";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { WideTable } from "@/shared/ui/WideTable";
import { Separation } from "./Separation";
import { say, useWords } from "./words";

type Setting = Schemas["SettingRead"];
type Value = Schemas["RegionalValue"];
type Doing = { setting: Setting; value?: Value; back?: boolean };
type SetIn = Schemas["SettingIn"] & { region: string };

/** A sum stays a sum, a length of time a length of time. */
const unitsOf = (setting: Setting) => {
  const { yuan, ...times } = UNIT;
  return setting.default.unit === "yuan" ? { yuan } : times;
};
const length = (one: Schemas["Length"]): string =>
  one.unit === "yuan" && one.amount === 0 ? say("noLimit") : `${one.amount} ${named(UNIT, one.unit)}`;

export function SettingsPage() {
  const t = useWords();
  const may = useMay();
  const language = useLanguage();
  const [doing, setDoing] = useState<Doing | null>(null);
  const settings = useRead(["regional_setting"], (signal) => data(api.GET("/api/v1/regional-settings", { signal })));
  const again = () => queryClient.invalidateQueries({ queryKey: ["regional_setting"] });
  const title = (setting: Setting) => (language === "en" ? setting.title_en : setting.title_zh);
  const told = (setting: Setting) => ({
    record: setting,
    reread: async () => {
      const fresh = await data(api.GET("/api/v1/regional-settings"));
      return fresh.items.find((one) => one.key === setting.key) ?? setting;
    },
    labels: {
      values: {
        label: t("regionValues"),
        say: (values: unknown) =>
          list((values as Value[]).map((value) => `${value.region_code} ${length(value)}${aside(value.basis)}`)) || "—",
      },
    },
  });
  const values = (setting: Setting) => (
    <>
      {setting.values.map((value) => (
        <div key={value.region_code} className="row">
          <span>
            {value.region_code} {length(value)}
            {aside(value.basis)}
          </span>
          {may("setting.write") && (
            <Button size="small" onClick={() => setDoing({ setting, value, back: true })}>
              {t("takeBack")}
            </Button>
          )}
        </div>
      ))}
      {may("setting.write") && (
        <Button size="small" onClick={() => setDoing({ setting })} aria-label={`${t("setValue")} ${title(setting)}`}>
          {t("setValue")}
        </Button>
      )}
    </>
  );
  return (
    <Page title={t("settings")}>
      <Separation />
      <Panel>
        <Faces of={settings} rows={8}>
          {(found) => (
            <WideTable<Setting>
              label={t("settings")}
              rowKey="key"
              dataSource={found.items}
              columns={[
                {
                  title: t("settingKey"),
                  width: 180,
                  render: (_, setting) => (
                    <>
                      <strong>{title(setting)}</strong>
                      <div className="quiet">{setting.key}</div>
                    </>
                  ),
                },
                {
                  title: t("inForce"),
                  width: 130,
                  render: (_, setting) => <strong>{length(setting.in_force)}</strong>,
                },
                { title: t("default"), width: 130, render: (_, setting) => length(setting.default) },
                {
                  title: t("basis"),
                  width: 320,
                  render: (_, setting) => (
                    <>
                      {basisOf(setting.basis)} <Tag>{named(MARK, setting.mark)}</Tag>
                    </>
                  ),
                },
                {
                  title: t("regionValues"),
                  width: 260,
                  render: (_, setting) => values(setting),
                },
              ]}
              card={(setting) => (
                <>
                  <strong>{title(setting)}</strong>
                  <div>{pair(t("inForce"), length(setting.in_force))}</div>
                  <div className="quiet">{pair(t("default"), length(setting.default))}</div>
                  <div className="quiet">
                    {basisOf(setting.basis)} <Tag>{named(MARK, setting.mark)}</Tag>
                  </div>
                  {values(setting)}
                </>
              )}
            />
          )}
        </Faces>
      </Panel>
      {doing && !doing.back && (
        <FormModal<SetIn, Setting>
          {...told(doing.setting)}
          draft={`setting.${doing.setting.key}`}
          title={pair(t("setValue"), title(doing.setting))}
          fields={[
            { name: "region", label: t("regionField"), kind: "text", required: true, max: 12 },
            {
              name: "amount",
              label: t("amount"),
              kind: "number",
              required: true,
              min: 0,
              initial: doing.setting.in_force.amount,
            },
            {
              name: "unit",
              label: t("unit"),
              kind: "choice",
              required: true,
              options: options(unitsOf(doing.setting)),
              initial: doing.setting.in_force.unit,
            },
            { name: "basis", label: t("basis"), kind: "text", required: true, max: 300 },
            { name: "reason", label: t("reason"), kind: "long" },
          ]}
          onSubmit={async ({ region, ...body }, { record }) => {
            const held = record.values.find((value) => value.region_code === region);
            await api.PUT("/api/v1/regional-settings/{key}", {
              params: { path: { key: doing.setting.key }, query: { region }, header: held ? match(held.version) : {} },
              body,
            });
            await again();
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {doing?.back && doing.value && (
        <FormModal<object, Setting>
          {...told(doing.setting)}
          title={pair(t("takeBack"), title(doing.setting))}
          note={`${doing.value.region_code} ${length(doing.value)} → ${length(doing.setting.default)}`}
          danger
          fields={[]}
          onSubmit={async (_, { record }) => {
            const value = record.values.find((one) => one.region_code === doing.value?.region_code);
            // Taken back by somebody else meanwhile: what was asked for is so.
            if (value)
              await api.DELETE("/api/v1/regional-settings/{key}", {
                params: {
                  path: { key: doing.setting.key },
                  query: { region: value.region_code },
                  header: match(value.version),
                },
              });
            await again();
          }}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
