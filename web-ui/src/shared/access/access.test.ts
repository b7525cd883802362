import { describe, expect, test } from 'vitest';
import { refusalFor, type Me } from './access';

const viewer: Me = { name: 'ada', role: 'VIEWER', authentication: 'API_TOKEN', expiresAt: null, operations: ['me', 'cards'] };

describe('what somebody may do', () => {
  test('is what the server lists', () => {
    expect(refusalFor(viewer, 'cards')).toBeNull();
    expect(refusalFor(viewer, 'fire')).toBe('Your role, viewer, does not allow this. Ask an admin.');
  });

  test('is everything while nobody knows who they are, and where nothing is asked', () => {
    expect(refusalFor(null, 'fire')).toBeNull();
    expect(refusalFor(viewer, undefined)).toBeNull();
  });
});
