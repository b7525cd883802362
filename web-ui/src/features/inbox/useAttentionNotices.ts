import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Card } from '@/shared/cards/card';
import { useWaiting } from '@/shared/cards/waiting';
import { ATTENTION_NAMES } from '@/shared/cards/words';
import { useValue, Value } from '@/shared/feed/value';
import { routes } from '@/shared/routes';

/** Chrome on Android has notifications, but not for pages: that shows when one is made. */
const supported = new Value('Notification' in window);

type Permission = NotificationPermission | 'unsupported';

export function useNotificationPermission(): [Permission, () => void] {
  const can = useValue(supported);
  const [permission, setPermission] = useState<Permission>(can ? Notification.permission : 'unsupported');
  return [can ? permission : 'unsupported', () => void Notification.requestPermission().then(setPermission)];
}

/** Notifies of each card that begins to need a person while the page is not in sight; of none that did so before. */
export function useAttentionNotices(project: string): void {
  const navigate = useNavigate();
  const { waiting, loaded } = useWaiting(project);
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    known.current = null;
  }, [project]);
  useEffect(() => {
    if (!loaded) return;
    const now = new Set(waiting.map((card) => `${card.id} ${card.attention?.since}`));
    const before = known.current;
    known.current = now;
    if (!before || !supported.get() || Notification.permission !== 'granted' || !document.hidden) return;
    for (const card of waiting) {
      if (!card.attention || before.has(`${card.id} ${card.attention.since}`)) continue;
      const notice = notify(card, card.attention);
      if (!notice) return;
      notice.onclick = () => {
        window.focus();
        void navigate(routes.card(card.projectId, card.id));
      };
    }
  }, [loaded, waiting, navigate]);
}

function notify(card: Card, attention: NonNullable<Card['attention']>): Notification | null {
  try {
    return new Notification(`#${card.number} ${card.title}`, {
      body: `${ATTENTION_NAMES[attention.reason]}: ${attention.message}`,
      tag: card.id,
      icon: '/ringmaster.svg',
    });
  } catch {
    supported.set(false);
    return null;
  }
}
