"""Why the system refused a file, in words of people.

The system speaks English, or whatever language it was set up in; a sentence of ours
must not change its language in the middle.
"""

from __future__ import annotations

import errno

from hotline_rules.diagnostics.model import Text

_ZH = {
    "ENOENT": "没有这个文件或文件夹",
    "EACCES": "没有权限，或者正被别的程序占用",
    "EPERM": "没有权限",
    "EISDIR": "这是文件夹，不是文件",
    "ENOTDIR": "路径中间有一段不是文件夹",
    "EEXIST": "已经有同名的文件或文件夹",
    "ENOTEMPTY": "文件夹不是空的",
    "ENOSPC": "磁盘空间不够",
    "EDQUOT": "磁盘配额用完了",
    "EFBIG": "文件大小到了上限",
    "EROFS": "这个磁盘只能读，不能写",
    "EBUSY": "正被别的程序占用",
    "ETXTBSY": "正被别的程序占用",
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "ENAMETOOLONG": "文件名或路径太长",
    "ELOOP": "链接转来转去，找不到文件",
    "EIO": "磁盘读写出错",
    "ENOMEM": "内存不够",
    "EINVAL": "系统不接受这个文件名或这种操作",
    "ENODEV": "没有这个设备",
    "ENXIO": "没有这个设备",
    "ETIMEDOUT": "等待超时",
    "ESTALE": "网络磁盘上的文件已经不在原处",
}


def reason_of(error: Exception) -> Text:
    """Say why a file could not be read or written.

    Args:
        error: of the system, or of a library that reads files, which keeps its words.

    Returns:
        the reason in one line, without the name of the file; in English the words of
        the system. What the table does not have is in these words in Chinese, too.
    """
    said = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    said = said or type(error).__name__
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    return Text(_ZH.get(name, said), said)
