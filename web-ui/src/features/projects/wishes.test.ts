import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { useWishes } from './useWishes';

interface Form {
  name: string;
  size: string;
}

const SAVED: Form = { name: 'shop', size: 'small' };

const editing = (save: (form: Form) => Promise<void>) => renderHook(({ base }) => useWishes<Form>({ draft: 'test', base, save }), { initialProps: { base: SAVED } });

beforeEach(() => sessionStorage.clear());

test('what is typed while the form is saved stays, and only that', async () => {
  let arrive = () => {};
  const { result, rerender } = editing(() => new Promise((resolve) => (arrive = resolve)));
  act(() => result.current.type({ name: 'store' }));
  act(() => result.current.save());
  act(() => result.current.type({ size: 'large' }));

  await act(async () => arrive());
  rerender({ base: { name: 'store', size: 'small' } });

  expect(result.current.form).toEqual({ name: 'store', size: 'large' });
  expect(result.current.changed).toBe(1);
});

test('what was refused stays typed, with the reason, over a reload too', async () => {
  const refusal = new Error('No.');
  const { result, unmount } = editing(() => Promise.reject(refusal));
  act(() => result.current.type({ name: 'store' }));

  await act(async () => result.current.save());

  expect(result.current).toMatchObject({ form: { name: 'store', size: 'small' }, error: refusal, busy: false });
  unmount();
  const { result: reloaded } = editing(() => Promise.resolve());
  expect(reloaded.current.form.name).toBe('store');
  act(() => reloaded.current.discard());
  expect(reloaded.current).toMatchObject({ form: SAVED, changed: 0 });
  expect(sessionStorage).toHaveLength(0);
});
