import { CircleUserRound, Keyboard, LogOut, Settings, ShieldCheck } from 'lucide-react';
import { useNavigate } from 'react-router';
import { helpSheet } from '@/app/overlayState';
import { logOut, roleName, useMe, useRefusal } from '@/shared/access/access';
import { routes } from '@/shared/routes';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '@/shared/theme/theme';
import { Button } from '@/shared/ui/button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from '@/shared/ui/menu';

const THEMES: Record<ThemeChoice, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export const YouMenu = ({ project }: { project: string | null }) => {
  const theme = useThemeChoice();
  const navigate = useNavigate();
  const me = useMe();
  const admin = useRefusal('auditLog') === null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="ghost" size="icon" aria-label={`You${me ? `, ${me.name}` : ''}: theme, shortcuts, settings, log out`}>
          <CircleUserRound className="size-4!" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {me && (
          <div className="flex flex-col px-2 pt-1 pb-1.5">
            <span className="max-w-56 truncate text-sm font-medium">{me.name}</span>
            <span className="text-xs text-muted">{roleName(me.role)}</span>
          </div>
        )}
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup value={theme} onValueChange={(choice) => chooseTheme(choice as ThemeChoice)}>
          {(Object.keys(THEMES) as ThemeChoice[]).map((choice) => (
            <MenuRadioItem key={choice} value={choice}>
              {THEMES[choice]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        {project && (
          <MenuItem keys="g s" onSelect={() => void navigate(routes.settings(project))}>
            <Settings /> Project settings
          </MenuItem>
        )}
        {admin && (
          <MenuItem onSelect={() => void navigate(routes.access())}>
            <ShieldCheck /> Access and audit log
          </MenuItem>
        )}
        <MenuItem keys="?" onSelect={() => helpSheet.set(true)}>
          <Keyboard /> Keyboard shortcuts
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => void logOut()}>
          <LogOut /> Log out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
};
