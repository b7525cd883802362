/** A folder with what is in it, or a file. Folders that hold nothing but one folder are one line: "src/main/java". */
export interface TreeNode<File extends { path: string }> {
  name: string;
  path: string;
  file?: File;
  children: TreeNode<File>[];
}

export function treeOf<File extends { path: string }>(files: readonly File[]): TreeNode<File>[] {
  const root: TreeNode<File> = { name: '', path: '', children: [] };
  for (const file of files) {
    let folder = root;
    const parts = file.path.split('/');
    parts.forEach((name, index) => {
      const path = parts.slice(0, index + 1).join('/');
      if (index === parts.length - 1) {
        folder.children.push({ name, path, file, children: [] });
        return;
      }
      let next = folder.children.find((child) => !child.file && child.path === path);
      if (!next) folder.children.push((next = { name, path, children: [] }));
      folder = next;
    });
  }
  return root.children.map(joined).sort(foldersFirst);
}

function joined<File extends { path: string }>(node: TreeNode<File>): TreeNode<File> {
  const [only] = node.children;
  if (!node.file && node.children.length === 1 && only && !only.file) return joined({ ...only, name: `${node.name}/${only.name}` });
  return { ...node, children: node.children.map(joined).sort(foldersFirst) };
}

const foldersFirst = (a: TreeNode<{ path: string }>, b: TreeNode<{ path: string }>): number =>
  Number(Boolean(a.file)) - Number(Boolean(b.file)) || a.name.localeCompare(b.name);
