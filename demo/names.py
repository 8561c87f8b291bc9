"""Invented people and papers: names, telephones, identity numbers, credit codes.

No number can be a real person's or firm's: telephones are of one made-up block (199-0000-xxxx) or begin
with a zero where no subscriber's does (0792-0000xxx); identity numbers and credit codes carry the
division 360499, which no list has. All of them pass the check digit.
"""

import base64
import itertools
import random
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric, uscc

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤柯聂"
WOMEN = "桂花 秀英 玉兰 美华 春梅 红霞 丽萍 建芳 水英 腊梅 金莲 小燕 慧敏 爱珍 雪琴 荷香 翠云 彩霞 国珍 新莲 冬梅 月娥 细妹 润香 海燕 艳红 志红 晓玲 凤英 巧云 文娟 群英 素珍 银花 桃英 满秀 秋菊 淑贞 赛男 喜妹 倩 静 敏 婷 洁 芳 莉 娟 喆 昇 堃 䶮 琳 岚 颖".split()
MEN = "建国 志强 国庆 海波 文斌 少华 水根 金生 明辉 晓东 家旺 俊杰 浩然 子轩 伟 磊 军 勇 涛 鹏 斌 健 昇 堃 喆".split()
RARE = ("喆", "昇", "堃", "䶮")
NOBODYS_DIVISION = "360499"


class Registry:
    """Hands out what nobody has had before, the same for the same seed.

    :ivar rng: the only source of chance
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._mobiles = itertools.count(1)
        self._landlines = itertools.count(1)
        self._people: Iterator[int] = itertools.count(1)
        self._firms = itertools.count(1)

    def woman(self) -> str:
        return self._surname() + self.rng.choice(WOMEN)

    def anybody(self) -> str:
        return self._surname() + self.rng.choice(WOMEN if self.rng.random() < 0.6 else MEN)

    def mobile(self) -> str:
        """Give a mobile number of the made-up block 199-0000."""
        return f"1990000{next(self._mobiles):04d}"

    def landline(self) -> str:
        """Give a landline of the city whose first digit no subscriber's number has."""
        return f"0792-0000{next(self._landlines):03d}"

    def identity_number(self, born: date) -> str:
        """Give a woman's identity number that passes the check digit and that no office can have issued."""
        body = f"{NOBODYS_DIVISION}{born:%Y%m%d}{next(self._people) * 2 % 1000:03d}"
        return body + str(ric.calc_check_digit(body + "0"))

    def credit_code(self) -> str:
        """Give a credit code that passes the check digit and that no office can have issued."""
        body = f"91{NOBODYS_DIVISION}MADEM{next(self._firms):04d}"
        return body + str(uscc.calc_check_digit(body))

    def totp_secret(self) -> str:
        return base64.b32encode(self.rng.randbytes(20)).decode()

    def _surname(self) -> str:
        return self.rng.choice(SURNAMES[:40] if self.rng.random() < 0.75 else SURNAMES)
