import { DAY, MINUTE } from '../../core/time';

/** After its last change a record of nothing is kept so long: a digest compares two spans of a week with each other. */
export const RECORD_KEPT = 35 * DAY;

/** So many messages of a sort go out at once within a window of the clock; further ones are told together. */
export const TURNS_A_WINDOW = 3;
export const TURN_WINDOW = 10 * MINUTE;
