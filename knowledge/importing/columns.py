"""The columns that annexes and service guides have, by the headers they go under."""

import re
from collections.abc import Iterable, Mapping

from knowledge.importing.wording import heading, plain

Vocabulary = Mapping[str, re.Pattern[str]]
"""Roles of columns with what their headers look like. The first that matches wins."""


def _vocabulary(headers: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern) for role, pattern in headers.items()}


_NUMBER = r"序号|序|编号|no|项次|顺序号"
_NAME = (
    r"(?:市级|赋权|下放|授权|承接|行政|审批|许可|权力|政务|服务|办理|主|大|目录)*"
    r"(?:事项|项目|权限|权力|主项|大项)(?:的?名称)?"
)
_DEPARTMENT = (
    r"(?:原|现)?(?:市级|市直|责任|牵头|主管|实施|行使|审批|下放|赋权|权力|行政|原|对应|业务)*"
    r"(?:部门|机关|单位|主体|委办局)(?:名称)?"
)

ANNEX = _vocabulary(
    {
        "number": _NUMBER,
        "sub_item": r"(?:事项|审批)?(?:子项|小项)(?:名称|事项)?|(?:业务)?(?:办理项(?:名称)?|情形)",
        "mode": r"(?:赋权|下放|授权|承接|放权|办理|实施)的?(?:方式|模式|形式|类型|类别)",
        "parks": r"(?:承接|赋权|适用|下放)(?:园区|对象|单位|主体|机构|范围)(?:名称)?|园区(?:名称)?",
        "department": _DEPARTMENT,
        "name": _NAME,
        "remarks": r"备注|说明|备注说明",
    }
)

_LIMIT = r"(?:办结|办理|审批)?(?:时限|期限|时间)"

MATTERS = _vocabulary(
    {
        "number": _NUMBER,
        "official_code": r"(?:事项|实施|基本|国家|目录|实施清单)*(?:编码|代码)",
        "name": _NAME,
        "department": _DEPARTMENT,
        "scope": r"(?:行使|权限|赋权|受理|适用|办理|服务)?范围|(?:行使|审批)?权限内容|行使内容",
        "basis": r"(?:设定|法律|办理|实施|审批|政策|法定)*依据",
        "conditions": r"(?:受理|申请|办理|审批|许可|准予批准)?的?条件",
        "materials": r"(?:申请|申报|办理|提交)?材料(?:清单|目录)?",
        "quantity_limit": r"(?:审批|许可)?数量限制",
        "procedure": r"(?:办理|审批|办事)?(?:流程|程序)",
        "statutory_limit": rf"法定{_LIMIT}",
        "promised_limit": rf"承诺{_LIMIT}",
        "excluded_time": rf"不计入{_LIMIT}(?:的?情形|的?时间)?|特别程序",
        "charged": r"是否收费",
        "fee_rule": r"收费(?:标准|依据)",
        "fee": r"收费(?:情况|说明|项目)?|费用",
        "intermediary": r"中介服务(?:事项|名称)?",
        "expert_review": r"专家评审|技术审查",
        "result": r"(?:办理|审批|许可)?结果(?:名称|样本名称)?|(?:颁发)?证照名称",
        "result_validity": r"(?:结果|证照|证书|许可证?)?有效期限?",
        "delivery": r"(?:结果)?(?:送达|领取|取件)(?:方式)?|快递(?:送达|服务)?",
        "online_entrance": r"(?:网上|在线|网办)(?:办理|申报)?(?:地址|入口|网址|平台|链接)?",
        "remarks": r"备注|说明|备注说明|其他",
    }
)

MATERIALS = _vocabulary(
    {
        "number": _NUMBER,
        "material": r"(?:申请|申报)?材料(?:的?名称)?",
        "name": _NAME,
        "form": r"原件(?:和|及|与|或)?复印件|(?:材料)?(?:形式|形态|类型|规格|介质)",
        "copies": r"(?:材料|纸质)?(?:份数|数量)(?:要求)?",
        "necessity": r"(?:材料)?(?:必要性|是否必要|是否必需|是否必须)",
        "core": r"(?:是否)?主审要件",
        "later": r"(?:是否|可否|能否|是否可|是否支持)?容缺(?:受理|后补|补正)?",
        "commitment": r"(?:是否|可否|是否可|是否支持|是否适用|实行)?告知承诺(?:制)?",
        "shared": r"(?:是否|可否|是否可|数据)*(?:共享|免提交)(?:获取)?",
        "when": r"(?:适用|提交|使用)(?:情形|条件)|情形",
        "note": r"(?:填报|填写|填表|材料|受理)?(?:说明|须知|要求)|备注",
    }
)

STEPS = _vocabulary(
    {
        "number": rf"{_NUMBER}|步骤序号|环节序号|步骤号",
        "step": r"(?:办理|审批|流程|业务)?(?:环节|步骤)(?:名称)?",
        "name": _NAME,
        "time": _LIMIT,
        "content": r"(?:办理|环节|步骤|审查|工作)?(?:内容|描述|要求|标准)|说明|备注",
    }
)

QUESTIONS = _vocabulary(
    {
        "number": _NUMBER,
        "question": r"(?:常见)?(?:问题|提问|问)(?:内容)?",
        "answer": r"(?:问题)?(?:答案|回答|解答|答复|答)(?:内容)?",
        "name": _NAME,
    }
)

_LONGEST_HEADER = 60  # characters; also with an explanation in brackets


def role_of(header: str, vocabulary: Vocabulary) -> str | None:
    """The role of the column under a header; None when nobody knows such a column."""
    if len(header) > _LONGEST_HEADER:
        return None
    words = heading(header)
    return next((role for role, look in vocabulary.items() if look.fullmatch(words)), None)


def known_headers(cells: Iterable[str]) -> int:
    """How many different columns of any vocabulary a row would be the header of."""
    texts = {plain(cell) for cell in cells} - {""}
    vocabularies = (ANNEX, MATTERS, MATERIALS, STEPS, QUESTIONS)
    return max(
        len({role for text in texts if (role := role_of(text, vocabulary))})
        for vocabulary in vocabularies
    )
