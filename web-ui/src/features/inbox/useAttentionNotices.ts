import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useWaiting } from '@/shared/cards/waiting';
import { ATTENTION_NAMES } from '@/shared/cards/words';
import { routes } from '@/shared/routes';

const supported = 'Notification' in window;

type Permission = NotificationPermission | 'unsupported';

export function useNotificationPermission(): [Permission, () => void] {
  const [permission, setPermission] = useState<Permission>(supported ? Notification.permission : 'unsupported');
  return [permission, () => void Notification.requestPermission().then(setPermission)];
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
    if (!before || !supported || Notification.permission !== 'granted' || !document.hidden) return;
    for (const card of waiting) {
      if (!card.attention || before.has(`${card.id} ${card.attention.since}`)) continue;
      const notice = new Notification(`#${card.number} ${card.title}`, {
        body: `${ATTENTION_NAMES[card.attention.reason]}: ${card.attention.message}`,
        tag: card.id,
        icon: '/ringmaster.svg',
      });
      notice.onclick = () => {
        window.focus();
        void navigate(routes.card(card.projectId, card.id));
      };
    }
  }, [loaded, waiting, navigate]);
}
