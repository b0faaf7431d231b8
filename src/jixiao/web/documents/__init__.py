"""Files that were handed in (上传文件、佐证材料), kept by content."""
