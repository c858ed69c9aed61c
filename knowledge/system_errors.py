"""What the operating system refuses to do with a file, in plain Chinese."""

import errno
from collections.abc import Mapping

_REASONS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘只能读，不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "文件正被别的程序占用",
}


def explain(error: OSError) -> str:
    """Why it was refused."""
    return _REASONS.get(error.errno or 0, f"系统出错（代码 {error.errno}）")
