// Before all others: what a component says of itself stands behind what is said of all.
import './theme/tokens.css';
import './theme/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followTheme } from './state/preferences.ts';

followTheme();
const page = document.getElementById('page');
if (page === null) throw new Error('index.html has no element #page');
createRoot(page).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
