/** What can be done now, as the server says it: open steps as buttons; the others in a list, with the server's reason. */
import { DownOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Popover } from "antd";
import { useEffect, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { pair } from "@/shared/i18n";
import { common, useCommon } from "@/shared/i18n/common";
import { one, useAddress } from "@/shared/lib/search";
import { ActionDialog } from "./ActionDialog";
import type { Action, ActionForms } from "./actions";
import type { Labels } from "./conflict";

interface ActionBarProps<Record extends { id: string; version: number; available_actions: Action[] }> {
  record: Record;
  forms: ActionForms;
  labels: Labels;
  send: (record: Record, step: string, body: unknown, key: string) => Promise<Record>;
  reread: () => Promise<Record>;
  lastEntry: () => Promise<Schemas["HistoryEntry"] | null>;
  /** Steps that have a place of their own on the page and are not offered here. */
  elsewhere?: string[];
  /** A bar of a part of the page: smaller, and not the one that the worklist's action key opens. */
  beside?: boolean;
  /** How many buttons stand side by side before the rest go into a menu. */
  visible?: number;
  onDone?: (record: Record) => void;
}

/** What is refused because it is another role's comes last: it explains little to whoever looks for his own work. */
const notMine = (action: Action): boolean => action.code === "permission_missing" || action.code === "not_yours";

export function ActionBar<Record extends { id: string; version: number; available_actions: Action[] }>(
  props: ActionBarProps<Record>,
) {
  const { record, forms, elsewhere = [], visible = 3, beside = false } = props;
  const size = beside ? "small" : undefined;
  const t = useCommon();
  const { message } = App.useApp();
  const [address, change] = useAddress();
  const [chosen, setChosen] = useState<Action | null>(null);
  const offered = record.available_actions.filter((action) => !elsewhere.includes(action.step));
  // What undoes or refuses stands last: the first button is the one the hand goes to.
  const open = offered
    .filter((action) => action.open)
    .toSorted((a, b) => Number(forms[a.step]?.danger ?? false) - Number(forms[b.step]?.danger ?? false));
  const refused = offered.filter((action) => !action.open).toSorted((a, b) => Number(notMine(a)) - Number(notMine(b)));
  const buttons = open.slice(0, visible);
  const menu = open.slice(visible);

  // Come from the worklist by its action key: the first thing that can be done is open at once.
  const first = one(address.act) === "first" && !beside ? open[0] : undefined;
  useEffect(() => {
    if (!first) return;
    setChosen(first);
    change({ act: undefined }, true);
  }, [first, change]);

  return (
    <>
      {buttons.map((action, index) => (
        <Button
          key={action.step}
          size={size}
          type={index === 0 && !beside && !forms[action.step]?.aside ? "primary" : "default"}
          danger={forms[action.step]?.danger}
          onClick={() => setChosen(action)}
        >
          {action.label}
        </Button>
      ))}
      {menu.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: menu.map((action) => ({
              key: action.step,
              label: action.label,
              danger: forms[action.step]?.danger,
            })),
            onClick: ({ key }) => setChosen(menu.find((action) => action.step === key) ?? null),
          }}
        >
          <Button size={size}>
            {t("more")} <DownOutlined />
          </Button>
        </Dropdown>
      )}
      {refused.length > 0 && (
        <Popover
          trigger="click"
          title={t("whyNot")}
          content={
            <dl style={{ maxWidth: 420, margin: 0 }}>
              {refused.map((action) => (
                <div key={action.step} style={{ marginBottom: 8 }}>
                  <dt>
                    <strong>{action.label}</strong>
                  </dt>
                  <dd style={{ margin: 0 }}>{action.reason}</dd>
                </div>
              ))}
            </dl>
          }
        >
          <Button type="text" size={size} className="quiet" icon={<InfoCircleOutlined />} aria-label={t("whyNot")}>
            {t("notNow", { count: refused.length })}
          </Button>
        </Popover>
      )}
      {chosen && (
        <ActionDialog
          {...props}
          key={chosen.step}
          action={chosen}
          form={forms[chosen.step] ?? { fields: [] }}
          onClose={() => setChosen(null)}
          onDone={(done) => {
            setChosen(null);
            void message.success(pair(chosen.label, common("done")));
            props.onDone?.(done);
          }}
        />
      )}
    </>
  );
}
