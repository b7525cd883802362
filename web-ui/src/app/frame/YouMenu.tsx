import { CircleUserRound, Keyboard, Settings } from 'lucide-react';
import { useNavigate } from 'react-router';
import { helpSheet } from '@/app/overlayState';
import { routes } from '@/shared/routes';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '@/shared/theme/theme';
import { Button } from '@/shared/ui/button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from '@/shared/ui/menu';

const THEMES: Record<ThemeChoice, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export const YouMenu = ({ project }: { project: string | null }) => {
  const theme = useThemeChoice();
  const navigate = useNavigate();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="ghost" size="icon" aria-label="You: theme, shortcuts, settings">
          <CircleUserRound className="size-4!" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
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
        <MenuItem keys="?" onSelect={() => helpSheet.set(true)}>
          <Keyboard /> Keyboard shortcuts
        </MenuItem>
      </MenuContent>
    </Menu>
  );
};
