"""Data folders with as many matters as one likes, for measures of size."""

import shutil
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from knowledge.loader import DATA

THINGS = (
    "水产养殖", "危险废物", "城市树木", "地下管线", "粮食仓储", "茶叶种植", "竹木加工", "矿山尾矿",
    "冷库", "充电桩", "光伏电站", "屋顶广告", "露天市场", "渡口码头", "乡村公路", "通信铁塔",
    "加油站", "洗车场", "停车场", "物流园", "实验动物", "放射设备", "特种气瓶", "索道缆车",
    "游泳场馆", "攀岩场馆", "考古工地", "湿地公园", "候鸟栖息地", "水电站", "灌溉渠道", "泵站",
)  # fmt: skip
PLACES = ("城区", "园区", "河道旁", "高速旁", "山区", "库区", "林区", "湖区", "县城", "集镇")
DEEDS = ("设立", "改建", "扩建", "迁移", "拆除", "转让", "延续", "年度报告", "临时占用", "竣工")
KINDS = ("许可", "备案", "审核", "登记")
MOST = len(PLACES) * len(THINGS) * len(DEEDS) * len(KINDS)
"""Different names there are."""
LIST = "editions/sample-2021.yml"


def names() -> Iterator[str]:
    """Different names of matters, none of which is ours."""
    for place, thing, deed, kind in product(PLACES, THINGS, DEEDS, KINDS):
        yield f"{place}{thing}{deed}{kind}"


def grow(folder: Path, count: int) -> Path:
    """A copy of the shipped data in `folder`, with generated matters on top up to `count`."""
    data = Path(shutil.copytree(DATA, folder / "data"))
    known = len(list((data / "matters").glob("*.yml")))
    listed = []
    for number, name in enumerate(islice(names(), count - known)):
        key = f"generated-{number}"
        (data / "matters" / f"{key}.yml").write_text(
            f"matter_id: {key}\nname: {name}\ncategory: 其他\nstage: operation\n", "utf-8"
        )
        (data / "phrasings" / f"{key}.yml").write_text(
            f"matter_id: {key}\nnouns: [{name}]\nphrasings: [我想办{name}, {name}要什么手续]\n",
            "utf-8",
        )
        modes = "{gaoxin: {delegation_mode: direct, status: sample}}"
        listed.append(f"  {key}: {modes}\n")
    with (data / LIST).open("a", encoding="utf-8") as file:
        file.writelines(listed)
    return data
