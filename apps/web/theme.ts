import { Anchor, type CSSVariablesResolver, createTheme, Drawer, darken, Menu, Modal } from '@mantine/core';

/** The id of the element, within a landmark of the page, that menus are put into: see `App`. */
export const MENUS = 'menus';

// A dialog names itself by its title: its <header> is not a second banner of the page.
const titleBar = { role: 'presentation' };

/** The look of the whole app. No web fonts: the page asks nobody but its own server. */
export const theme = createTheme({
  primaryColor: 'indigo',
  // On darker shades than this the focus ring is lost in the dark; on lighter ones white letters can't be read.
  primaryShade: 7,
  autoContrast: true,
  // A little blue in the dark, as in the surfaces of app.css: Mantine's own greys look like stains on them.
  colors: {
    dark: [
      '#d5d9e0',
      '#b9bfc9',
      '#8a919d',
      '#6a717d',
      '#434955',
      '#383e49',
      '#292d36',
      '#21252c',
      '#1b1e24',
      '#121419',
    ],
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    // They mostly stand in a text, where colour alone does not tell them from it.
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    ModalHeader: Modal.Header.extend({ defaultProps: titleBar }),
    DrawerHeader: Drawer.Header.extend({ defaultProps: titleBar }),
    Menu: Menu.extend({
      defaultProps: {
        portalProps: { target: `#${MENUS}` },
        // The focus goes to the first item. An element of its own for it would be a child that no menu may have.
        withInitialFocusPlaceholder: false,
      },
    }),
  },
});

// White letters stand on it.
const red = {
  '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
  '--mantine-color-red-filled-hover': darken('#c92a2a', 0.12),
};

/** Quieter texts than Mantine's own, but dark enough to be read: 4.5 : 1 on every ground they stand on. */
export const readableColors: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    ...red,
    // Of initials, subtle buttons and titles of alerts.
    ...Object.fromEntries(
      Object.entries(colors).map(([name, shades]) => [
        `--mantine-color-${name}-light-color`,
        darken(shades[9], 0.3),
      ]),
    ),
    '--mantine-color-text': '#1d2129',
    '--mantine-color-bright': '#1d2129',
    '--mantine-color-dimmed': '#5c6370',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-8)',
  },
  dark: {
    ...red,
    '--mantine-color-text': '#d5d9e0',
    '--mantine-color-body': '#1b1e24',
    '--mantine-color-dimmed': '#a6adb8',
    '--mantine-color-placeholder': '#9ca3af',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-3)',
  },
});
