import './strict-policy';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReactiveError, reportError } from 'reactive/errors';
import { App } from './app';
import { readableColors, theme } from './theme';

const colorSchemes = localStorageColorSchemeManager({ key: 'color-scheme' });
const element = document.getElementById('root');
if (element === null) throw new Error('The page has no element to show the app in.');

createRoot(element, {
  // What a boundary shows to the person (no such user, no server) need not be shown to the console too.
  onCaughtError: (error) => {
    if (!(error instanceof ReactiveError) || error.status === 500) reportError(error);
  },
}).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColors}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
    >
      <App />
      <section aria-label="Notifications">
        {/* Below the header: what stays does not keep anybody from going elsewhere. */}
        <Notifications position="top-center" mt={56} limit={4} containerWidth={400} withinPortal={false} />
      </section>
    </MantineProvider>
  </StrictMode>,
);
