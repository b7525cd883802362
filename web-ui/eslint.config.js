import jsxA11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

// Imports flow one way: app → features → shared. A feature knows no other feature; what two need lives in shared.
const features = readdirSync(new URL('./src/features', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const forbid = (...patterns) => ['error', { patterns }];
const noApp = { group: ['@/app', '@/app/*', '@/app/**'], message: 'Only app imports from app.' };
const noFeatures = { group: ['@/features/**'], message: 'Shared code knows no feature.' };
const noTesting = { group: ['@/testing/**'], message: 'Only tests use what lies in testing.' };
const noClimbing = { group: ['../**'], message: 'Reach other folders by @/, so that the direction of imports can be seen.' };

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test-results', 'src/shared/api/schema-types.d.ts', '*.js', 'public', 'scripts'] },
  ...tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  hooks.configs.flat['recommended-latest'],
  {
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'react-hooks/incompatible-library': 'off', // speaks of the React Compiler, which is not used here
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'jsx-a11y/no-autofocus': 'off', // a dialog that asks for one thing puts the cursor there
    },
  },
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } }, // Playwright's fixtures have a function named use
  { files: ['src/app/**'], rules: { 'no-restricted-imports': forbid(noTesting, noClimbing) } },
  { files: ['src/shared/**'], rules: { 'no-restricted-imports': forbid(noApp, noFeatures, noTesting, noClimbing) } },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: {
      'no-restricted-imports': forbid(noApp, noTesting, noClimbing, {
        regex: `^@/features/(?!${name}/)`,
        message: 'A feature knows no other feature; move what both need to shared.',
      }),
    },
  })),
  { files: ['src/**/*.test.{ts,tsx}'], rules: { 'no-restricted-imports': forbid(noApp, noClimbing) } },
);
