/** Whether something is so. `unknown` where that is not understood. */
export type Answer = 'yes' | 'no' | 'unknown';

export function answer(is: boolean): Answer {
  return is ? 'yes' : 'no';
}

/** Whether all are so. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether any is so. */
export function some(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}
