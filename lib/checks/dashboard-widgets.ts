import type { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack } from 'aws-cdk-lib/core';
import type { Check } from './check';

/** A dashboard takes 500 widgets (API reference, "Dashboard body structure"). */
const MOST_WIDGETS = 500;
/** Every widget of a dashboard body states its type once. */
const WIDGET = /\\?"type\\?":\\?"(?:metric|text|alarm|log|explorer|custom|trace)\\?"/g;

/** CloudWatch refuses more widgets at deployment. */
export const dashboardWidgets: Check<CfnDashboard> = {
  id: 'dashboardWidgets',
  level: 'error',
  find: (dashboard) => {
    const body = JSON.stringify(Stack.of(dashboard).resolve(dashboard.dashboardBody));
    const widgets = body.match(WIDGET)?.length ?? 0;
    return widgets <= MOST_WIDGETS ? [] : [`the dashboard has ${widgets} widgets, but CloudWatch takes ${MOST_WIDGETS}; split it`];
  },
};
