/** The design language as tokens: one accent, Chinese typography first, dense where work is dense. */
import { type ThemeConfig, theme } from "antd";

export type Mode = "light" | "dark";

/** System fonts first, the bundled one behind them: whoever has fonts downloads nothing. */
export const FONTS = `"PingFang SC", "Microsoft YaHei", "Noto Sans SC Variable", system-ui, sans-serif`;

/** 松石青: ink on paper, not a traffic light. The facts have colours of their own. */
const ACCENT = { light: "#0b6b62", dark: "#1f8478" };

export function themeOf(mode: Mode): ThemeConfig {
  const light = mode === "light";
  return {
    algorithm: light ? theme.defaultAlgorithm : theme.darkAlgorithm,
    cssVar: { key: "duban" },
    token: {
      colorPrimary: ACCENT[mode],
      // The palette made from so deep a colour begins in grey: its light end is set by hand.
      colorPrimaryBg: light ? "#e2f0ee" : "#1d3833",
      colorPrimaryBgHover: light ? "#d0e6e3" : "#244740",
      colorPrimaryBorder: light ? "#8fc1ba" : "#2f6159",
      colorInfoBg: light ? "#eef4fb" : "#1a2636",
      colorInfoBorder: light ? "#c9dcf1" : "#2d435f",
      colorSuccessBg: light ? "#eaf6eb" : "#1a2b1d",
      colorSuccessBorder: light ? "#b9dfbd" : "#2c4a31",
      colorWarningBg: light ? "#fdf4e3" : "#2f2513",
      colorWarningBorder: light ? "#f0d8a8" : "#55431f",
      colorErrorBg: light ? "#fdecea" : "#351c1a",
      colorErrorBorder: light ? "#f3c1bc" : "#5e2f2b",
      colorLink: light ? "#0b6b62" : "#5cc9bb",
      colorInfo: light ? "#1d5fa8" : "#6ba6e8",
      colorSuccess: light ? "#2a7a35" : "#6cc277",
      colorWarning: light ? "#9a5b00" : "#e0a24a",
      colorError: light ? "#b3261e" : "#f2837b",
      colorBgLayout: light ? "#f6f7f5" : "#121614",
      colorBgContainer: light ? "#ffffff" : "#1a1f1d",
      colorTextBase: light ? "#1c2522" : "#e4eae7",
      colorTextSecondary: light ? "#4c5a55" : "#a9b6b1",
      colorTextTertiary: light ? "#5f6d68" : "#93a19b",
      colorTextDescription: light ? "#56645f" : "#9daaa5",
      colorTextPlaceholder: light ? "#6b7873" : "#87948f",
      borderRadius: 6,
      fontFamily: FONTS,
      fontSize: 14,
      motion: !window.matchMedia?.("(prefers-reduced-motion: reduce)").matches,
    },
    components: {
      Table: { cellPaddingBlockSM: 7, headerBg: light ? "#f0f3f1" : "#202725", headerBorderRadius: 6 },
      Layout: {
        headerBg: light ? "#ffffff" : "#1a1f1d",
        siderBg: light ? "#ffffff" : "#1a1f1d",
        headerPadding: "0 16px",
      },
      Menu: {
        itemHeight: 36,
        groupTitleFontSize: 12,
        itemBorderRadius: 6,
        activeBarBorderWidth: 0,
        itemSelectedColor: light ? "#0b6b62" : "#8fe0d4",
        itemSelectedBg: light ? "#e2f0ee" : "#1d3833",
      },
      // The dark accent darkens when pressed: as text it would be too faint.
      Tabs: light ? {} : { itemSelectedColor: "#5cc9bb", itemActiveColor: "#5cc9bb", itemHoverColor: "#8fe0d4" },
      Tag: { defaultBg: light ? "#f0f3f1" : "#26302c" },
    },
  };
}
