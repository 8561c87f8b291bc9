"""What people write: reviews, reasons."""

import random

GOOD = (
    "阿姨很准时，做事细致，厨房比我自己收拾得还干净。", "第二次约她了，放心。", "老人很喜欢她，陪着说了好久的话。", "说话和气，东西归位，走之前还帮忙倒了垃圾。",
    "提前打了电话，进门穿鞋套，很专业。", "妈妈一个人在家，看到全程进度，我在外地也安心。", "油烟机洗得透亮，耐心讲了保养方法。", "孩子睡着了，她动作很轻，贴心。",
    "价格和下单时说的一样，没有加价。", "会说九江话，和婆婆聊得来。", "比约定早到五分钟，效率高。", "助浴很小心，水温试了好几次，老人舒服多了。", "做的菜清淡可口，老爷子多吃了一碗饭。",
    "陪诊全程跟着，取药拍照发给我，省心。", "很满意，下次还找她。", "窗槽都擦到了，没想到这么细。", "",  "",
)  # fmt: skip
FAIR = (
    "整体不错，就是晚到了十分钟。", "活干得可以，卫生间角落再细一点就更好了。", "人很好，就是动作稍慢。", "清单上有一项没做完，说好下次补。", "还行，沟通再主动些就好了。", "",
)  # fmt: skip
POOR = ("约好九点，快十点才到，也没提前说。", "地面有水渍没擦干，老人差点滑倒，请改进。", "态度一般，不太愿意按清单来。")  # fmt: skip
FAMILY_QUITS = ("临时要出差", "家里来客人，改天再约", "老人住院了，暂时不需要", "时间记错了", "孩子发烧，先不打扰")
FIRM_QUITS = ("家政员临时生病，暂时没有合适的人", "当天暴雨，为安全取消", "没有符合承诺等级的人有空")


def stars(rng: random.Random) -> tuple[int, int, int]:
    """Draw how safe, cared for and at ease a visit made somebody feel: mostly well, not always."""
    base = rng.choices((5, 4, 3, 2), (68, 23, 7, 2))[0]
    safe, cared, at_ease = (max(1, min(5, base + rng.choice((0, 0, 0, -1, 1)))) for _each in range(3))
    return safe, cared, at_ease


def review(rng: random.Random, worst: int) -> str:
    return rng.choice(GOOD if worst >= 4 else FAIR if worst == 3 else POOR)
