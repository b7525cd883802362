import { describe, expect, test } from 'vitest';
import { deed, outcome } from './words';

describe('what somebody did, in words', () => {
  test.each([
    ['createApiToken', 'Create api token'],
    ['fire', 'Fire'],
    ['READ_TRANSCRIPT', 'Read a transcript'],
    ['GET /q/dev', 'GET /q/dev'],
  ])('%s', (operation, words) => expect(deed(operation)).toBe(words));

  test.each([
    ['OK', 'done'],
    ['FORBIDDEN', 'not allowed'],
    ['NOT_FOUND', 'refused: not found'],
  ])('%s', (result, words) => expect(outcome(result)).toBe(words));

  test('what has no result says so', () => expect(outcome(null)).toContain('no result'));
});
