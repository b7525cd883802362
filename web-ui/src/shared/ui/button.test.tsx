import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { me } from '@/shared/access/access';
import { Button } from './button';

afterEach(() => me.set(null));

const show = () => {
  const act = vi.fn();
  const submit = vi.fn((event: React.FormEvent) => event.preventDefault());
  render(
    <form onSubmit={submit}>
      <Button type="submit" operation="fire" onClick={act}>
        Approve
      </Button>
    </form>,
  );
  return { act, submit, button: screen.getByRole('button', { name: 'Approve' }) };
};

test('who may not run it finds the button, reaches it by keys, and is told why it does nothing', async () => {
  me.set({ name: 'ada', role: 'VIEWER', authentication: 'API_TOKEN', expiresAt: null, operations: ['cards'] });
  const { act, submit, button } = show();

  await userEvent.tab();
  expect(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await userEvent.click(button);

  expect(act).not.toHaveBeenCalled();
  expect(submit).not.toHaveBeenCalled();
  expect(button).toHaveAttribute('aria-disabled', 'true');
  expect(button).toHaveAccessibleDescription(/Ask an admin/);
});

test('who may run it runs it', async () => {
  me.set({ name: 'bob', role: 'OPERATOR', authentication: 'API_TOKEN', expiresAt: null, operations: ['fire'] });
  const { act, submit, button } = show();

  await userEvent.click(button);

  expect(act).toHaveBeenCalledOnce();
  expect(submit).toHaveBeenCalledOnce();
});
