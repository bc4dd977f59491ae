/** The tree of organisations, and one of them beside it. */

import { Button, Input } from "antd";
import { useState } from "react";
import { api, data } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { useRead } from "@/shared/api/queries";
import { one, useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { OrganisationPanel } from "./OrganisationPanel";
import { OrganisationTree } from "./OrganisationTree";
import { Separation } from "./Separation";
import { useWords } from "./words";

export function OrganisationsPage() {
  const t = useWords();
  const [address, change] = useAddress();
  const me = useMe();
  const selected = one(address.selected) ?? me.data?.organisation.id;
  const [sought, setSought] = useState("");
  const select = (id: string) => change({ selected: id }, true);
  return (
    <Page title={t("organisations")}>
      <Separation />
      <div
        style={{
          display: "grid",
          gridTemplateColumns: "repeat(auto-fit, minmax(min(340px, 100%), 1fr))",
          gap: 16,
          alignItems: "start",
        }}
      >
        <Panel>
          <Input.Search
            aria-label={t("searchOrganisation")}
            placeholder={t("searchOrganisation")}
            allowClear
            onSearch={setSought}
            style={{ marginBottom: 12 }}
          />
          {sought ? <Found q={sought} select={select} /> : <OrganisationTree selected={selected} select={select} />}
        </Panel>
        {selected ? <OrganisationPanel id={selected} /> : <Panel>{<Nothing>{t("pickOne")}</Nothing>}</Panel>}
      </div>
    </Page>
  );
}

function Found({ q, select }: { q: string; select: (id: string) => void }) {
  const t = useWords();
  const found = useRead(["organisation", "search", q], (signal) =>
    data(api.GET("/api/v1/organisations", { params: { query: { q, limit: 50 } }, signal })),
  );
  return (
    <Faces
      of={found}
      rows={4}
      isEmpty={(page) => page.items.length === 0}
      empty={<Nothing>{t("noOrganisation")}</Nothing>}
    >
      {(page) => (
        <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {page.items.map((item) => (
            <li key={item.id} style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}>
              <Button type="link" style={{ padding: 0 }} onClick={() => select(item.id)}>
                {item.name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Faces>
  );
}
