/** The working days of a year: days off and make-up days, where they are from, and publishing a new notice. */
import { Alert, Button, Input, InputNumber, Progress, Timeline } from "antd";
import { useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { useLanguage } from "@/shared/i18n";
import { actorName } from "@/shared/i18n/enums";
import { one, useAddress } from "@/shared/lib/search";
import { instant, today } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page, Panel } from "@/shared/ui/Page";
import { useJob } from "./api";
import { Notice } from "./Notice";
import { Separation } from "./Separation";
import { useWords } from "./words";
import { type Day, yearGrid } from "./year";
import "./calendar.css";

export function CalendarsPage() {
  const t = useWords();
  const may = useMay();
  const [address, change] = useAddress();
  const year = Number(one(address.year) ?? today().slice(0, 4));
  const region = one(address.region) ?? "";
  const [publishing, setPublishing] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const calendar = useRead(["calendar", year, region], (signal) =>
    data(
      api.GET("/api/v1/calendars/{year}", {
        params: { path: { year }, query: { region: region || undefined } },
        signal,
      }),
    ),
  );
  return (
    <Page
      title={t("calendars")}
      actions={
        <>
          <InputNumber
            aria-label={t("year")}
            value={year}
            min={2004}
            max={2099}
            precision={0}
            onChange={(next) => next && change({ year: String(next) }, true)}
          />
          <Input.Search
            aria-label={t("region")}
            placeholder={t("region")}
            defaultValue={region}
            allowClear
            style={{ width: 220 }}
            onSearch={(next) => change({ region: next || undefined }, true)}
          />
          {may("calendar.write") && (
            <Button type="primary" onClick={() => setPublishing(true)}>
              {t("publish")}
            </Button>
          )}
        </>
      }
    >
      <Separation />
      {job && <Recompute id={job} />}
      <Faces of={calendar} rows={12}>
        {(found) => (
          <>
            {found.status === "provisional" && (
              <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("provisional")} />
            )}
            <Panel
              title={
                <span className="row">
                  {found.year} {found.status === "published" && <Toned tone="on-time">{t("published")}</Toned>}
                  <span className="quiet">{found.source}</span>
                </span>
              }
              extra={
                <>
                  <Toned tone="on-time">{`${t("off")} ${t("legendOff")}`}</Toned>
                  <Toned tone="late">{`${t("makeUp")} ${t("legendMakeUp")}`}</Toned>
                </>
              }
            >
              <Year year={found.year} days={found.days} />
            </Panel>
            {found.editions.length > 0 && (
              <Panel title={t("editions")}>
                <Timeline
                  items={found.editions.map((edition) => ({
                    key: edition.number,
                    content: (
                      <>
                        <strong>{t("edition", { n: edition.number })}</strong> {edition.source}
                        <div className="quiet">
                          {actorName(edition.made_by_name)} · {instant(edition.made_at)} · {edition.reason}
                        </div>
                      </>
                    ),
                  }))}
                />
              </Panel>
            )}
            {publishing && (
              <Notice
                calendar={found}
                onClose={() => setPublishing(false)}
                onDone={(id) => {
                  setPublishing(false);
                  setJob(id);
                }}
              />
            )}
          </>
        )}
      </Faces>
    </Page>
  );
}

function Recompute({ id }: { id: string }) {
  const t = useWords();
  const job = useJob(id);
  const done = job.data?.total
    ? Math.round((job.data.done / job.data.total) * 100)
    : job.data?.state === "done"
      ? 100
      : 0;
  return (
    <Panel title={t("publishedDone")}>
      <Progress
        percent={done}
        status={job.data?.state === "dead" ? "exception" : undefined}
        aria-label={t("recompute")}
      />
    </Panel>
  );
}

function Year({ year, days }: { year: number; days: Schemas["CalendarDay"][] }) {
  const language = useLanguage();
  const locale = language === "en" ? "en-GB" : "zh-CN";
  const monthName = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" });
  // 5 January 2026 was a Monday.
  const heads = Array.from({ length: 7 }, (_, index) => weekday.format(Date.UTC(2026, 0, 5 + index)));
  return (
    <div className="year">
      {yearGrid(year, days).map((month) => (
        <table key={month.month}>
          <caption>{monthName.format(Date.UTC(year, month.month - 1, 1))}</caption>
          <thead>
            <tr>
              {heads.map((head, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two weekdays share a letter in English; the place is the day
                <th key={index} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {month.weeks.map((week) => (
              <tr key={week.find(Boolean)?.day}>
                {week.map((day, index) =>
                  // biome-ignore lint/suspicious/noArrayIndexKey: an empty place has nothing but its place
                  day ? <Cell key={day.day} day={day} /> : <td key={`empty-${index}`} />,
                )}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function Cell({ day }: { day: Day }) {
  const t = useWords();
  const classes = [day.kind ?? (day.weekend ? "weekend" : ""), day.day === today() ? "today" : ""].join(" ").trim();
  return (
    <td className={classes || undefined} title={day.note || undefined}>
      {day.number}
      {day.kind && <small>{day.kind === "off" ? t("off") : t("makeUp")}</small>}
    </td>
  );
}
