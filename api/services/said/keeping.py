"""Whether words want what was shown on paper or on a phone: 这个能打印出来吗, 发我微信."""

import re

KEEP = re.compile(
    r"打印|打出来|打一[份张]|印(?:一份|出来|下来|给我)|出纸|下载|保存|存(?:下来?|到|进|起|成)|截图|导出|收藏"
    r"|(?:转发|转|发)(?:给|到)?(?:我|同事|老板|别人|朋友|手机|微信|邮箱)+|[转发传](?:给|到|一份|送|个)"
    r"|发[^，。,]{0,4}(?:微信|手机|邮箱|短信)|(?:短信|微信|邮箱|邮件)[^，。,]{0,4}发|寄[^，。,]{0,6}纸|[上去到在]?哪[里儿]?(?:能|可以|去)?打(?![听电工])"
    r"|打不[出了]|打印机|(?:转|做|弄|变)成?图片|给窗口看|1[3-9]\d{9}|[\w.]+@\w+|带(?:回去?|走)|拿(?:回去|走)|分享|复制"
)
FORM = re.compile(r"电子[版档件]|(?i:pdf)|纸质|纸的|图片|网址|链接|二维码")
"""A form in which what was shown can be had; of something else it is asked as well."""
OTHER = re.compile(
    r"什么时候|多久|几天|结果|执照|批文|证(?!明)|快递|寄(?![^，。,]{0,6}纸)|上传|提交|申请表|(?:什么|哪些)材料|材料(?:可以|能|要|是)|原件|复印|照片|盖章|人工|预约"
)
"""Speaks of another paper than the one that was shown."""
WILL_DO = re.compile(
    r"只有|没有|(?:行|可以|够|算|认)(?:不行|不可以|不算|不认|吗|么|嘛|不|啵)[?？。]*$"
)
"""Asks whether something in that form will do."""
LONGEST = 24
ABOUT_IT = re.compile(
    r"这|那|个|份|张|些|它|清单|告知书?|告知单|单子?|一次性|材料|内容|东西|卡片|上面|刚才|的|能不能|可不可以|可以|能|可|怎么|如何|在哪里?|哪里|帮|我|给"
    r"|同事|老板|别人|朋友|微信|邮箱|短信|请|一下|出来|下来|到|手机|上|去|来|要|想|有|把|回去?|带|拿|走|家|慢慢|看|吗|不|么|嘛|呢|吧|啊|咯|了|行|得|直接|自己"
    r"|一份|一张|没有|纸质|成|[，。？！、,.?!\s]"
)


COUNTS = re.compile(r"盖了?公?章|有效吗|算数|作数|有用吗|正式的?吗|认不认|认吗|官方")
LONGEST_DOUBT = 16


def asks_if_it_counts(words: str) -> bool:
    """Whether `words`, said of a notice that was just shown, ask what it is worth."""
    return len(words) <= LONGEST_DOUBT and COUNTS.search(words) is not None


def wants_to_keep(words: str, shown: bool = False) -> bool:
    """Whether `words` want nothing but to keep what was shown.

    Args:
        shown: whether something worth keeping was shown just before, so that less need be said.
    """
    short = shown and len(words) <= LONGEST
    in_form = FORM.search(words) and not WILL_DO.search(words)
    if short and (KEEP.search(words) or in_form) and not OTHER.search(words):
        return True
    rest = KEEP.sub("", words)
    return rest != words and not ABOUT_IT.sub("", rest)
